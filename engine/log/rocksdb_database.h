// One RocksDB database, opened the way this project wants every database opened. Only
// engine/log/rocksdb_* and its tests include this.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <rocksdb/compaction_filter.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include "events/ids.h"
#include "events/result.h"

namespace lockstep::log {

struct DatabaseSettings {
  std::filesystem::path path;
  std::vector<std::string> families;           ///< The first one is `default`.
  bool create = false;                         ///< Otherwise a missing database is an error.
  bool read_only = false;                      ///< Takes no lock and writes nothing at all.
  std::shared_ptr<rocksdb::FileSystem> files;  ///< Empty = the real one. For tests of bad disks.
  /// By family: what compaction drops. See rocksdb_forgetting.h.
  std::map<std::string, std::shared_ptr<rocksdb::CompactionFilterFactory>> forgets = {};
};

class Database {
 public:
  /// Errc::corrupt when the files are damaged or missing, Errc::unavailable when they cannot be
  /// opened for another reason.
  static Result<std::unique_ptr<Database>> open(const DatabaseSettings& settings);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] rocksdb::DB& db() const { return *db_; }
  [[nodiscard]] rocksdb::ColumnFamilyHandle* family(std::size_t index) const {
    return families_[index];
  }

 private:
  Database() = default;
  std::unique_ptr<rocksdb::Env> env_;  // Outlives the database.
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
};

/// Errc::corrupt or Errc::unavailable for a failed read; `near` is the position it was meant for.
Error read_failed(const rocksdb::Status& status, Position near);

}  // namespace lockstep::log
