// Who has the data directory: one process at a time, and the second one is told about the first.
#pragma once
#include <filesystem>

#include "engine/log/posix_files.h"

namespace lockstep::log {

/// Holds the directory for as long as it lives; the kernel lets go when the process dies.
class Holder {
 public:
  /// `log-held`, with process id and start time of the holder.
  static Result<Holder> take(const std::filesystem::path& directory);
  /// Holds nothing.
  Holder() = default;

 private:
  explicit Holder(FileHandle file) : file_(std::move(file)) {}
  FileHandle file_;
};

}  // namespace lockstep::log
