// A file system that makes every new file readable by its owner alone.
#pragma once
#include <memory>
#include <string>

#include <rocksdb/file_system.h>
#include <sys/stat.h>

namespace lockstep::log {

class PrivateFiles final : public rocksdb::FileSystemWrapper {
 public:
  using rocksdb::FileSystemWrapper::FileSystemWrapper;
  [[nodiscard]] const char* Name() const override { return "LockstepPrivateFiles"; }

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override {
    return made(name, target()->NewWritableFile(name, options, file, debug));
  }
  rocksdb::IOStatus ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       rocksdb::IODebugContext* debug) override {
    return made(name, target()->ReopenWritableFile(name, options, file, debug));
  }
  rocksdb::IOStatus NewLogger(const std::string& name, const rocksdb::IOOptions& options,
                              std::shared_ptr<rocksdb::Logger>* logger,
                              rocksdb::IODebugContext* debug) override {
    return made(name, target()->NewLogger(name, options, logger, debug));
  }
  rocksdb::IOStatus LockFile(const std::string& name, const rocksdb::IOOptions& options,
                             rocksdb::FileLock** lock, rocksdb::IODebugContext* debug) override {
    return made(name, target()->LockFile(name, options, lock, debug));
  }

 private:
  static rocksdb::IOStatus made(const std::string& name, rocksdb::IOStatus status) {
    if (status.ok() && ::chmod(name.c_str(), 0600) != 0)
      return rocksdb::IOStatus::IOError("cannot set the mode of " + name);
    return status;
  }
};

}  // namespace lockstep::log
