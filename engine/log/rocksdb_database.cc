// See rocksdb_database.h. The reasons for the options stand in docs/log-format.md.
#include "engine/log/rocksdb_database.h"

#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include "engine/log/database_names.h"
#include "engine/log/log_errors.h"
#include "engine/log/posix_files.h"
#include "engine/log/rocksdb_forgetting.h"
#include "engine/log/rocksdb_private_files.h"

namespace lockstep::log {

namespace {

constexpr std::size_t kMiB = 1U << 20U;

/// A database that is only read must not even write its diagnostics.
class SilentLogger final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*ap*/) override {}
};

rocksdb::DBOptions database_options(const DatabaseSettings& settings, rocksdb::Env* env) {
  rocksdb::DBOptions options;
  options.env = env;
  options.create_if_missing = settings.create;
  options.create_missing_column_families = settings.create;
  // Forgives a torn tail and nothing else: the default silently drops everything after damage.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.paranoid_checks = true;
  options.max_total_wal_size = 256 * kMiB;
  options.max_background_jobs = 2;
  options.max_open_files = 512;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.keep_log_file_num = 4;
  if (settings.read_only) options.info_log = std::make_shared<SilentLogger>();
  return options;
}

rocksdb::ColumnFamilyOptions family_options(const std::string& name,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options;
  const bool is_log = name == "log";
  options.write_buffer_size = (is_log ? 64 : 16) * kMiB;
  options.max_write_buffer_number = 3;
  options.compression = rocksdb::kLZ4Compression;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = is_log ? 32U << 10U : 8U << 10U;
  // The log is read by position, which always exists; the others are asked for what may not.
  if (!is_log) {
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    options.memtable_prefix_bloom_size_ratio = 0.1;
    options.memtable_whole_key_filtering = true;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// RocksDB takes what it may not see for missing, and that for damage.
Error open_failed(const DatabaseSettings& settings, const rocksdb::Status& status) {
  if (const auto hidden = first_unreadable(settings.path); !hidden.empty())
    return rights_missing(hidden);
  const auto what = "Cannot open " + settings.path.string() + ": " + status.ToString();
  const bool missing = status.subcode() == rocksdb::Status::SubCode::kPathNotFound;
  if (status.IsIOError() && !missing)
    return Error{Errc::unavailable, "log-unavailable", what, "Look at the disk and the path."};
  return damaged(what + ".");
}

// RocksDB opens what has the right name: it would wait for a pipe for ever, write through a link,
// and where there is no database make its directory all the same.
Result<void> check_files(const DatabaseSettings& settings) {
  LOCKSTEP_TRY(expect_directory(settings.path));
  if (!settings.create && !file_exists(settings.path / "CURRENT"))
    return damaged("Cannot open " + settings.path.string() + ": there is no database in it.");
  if (!file_exists(settings.path)) return boost::outcome_v2::success();
  std::error_code failed;
  for (std::filesystem::directory_iterator it(settings.path, failed), end; !failed && it != end;
       it.increment(failed)) {
    if (!is_database_file(it->path().filename().string())) continue;
    LOCKSTEP_TRY(expect_file(it->path()));
  }
  if (failed) {
    errno = failed.value();
    return errno_error("read the directory " + settings.path.string());
  }
  return boost::outcome_v2::success();
}

rocksdb::Status open_once(const DatabaseSettings& settings, rocksdb::Env* env,
                          std::vector<rocksdb::ColumnFamilyHandle*>& handles, rocksdb::DB** db) {
  const auto options = database_options(settings, env);
  const auto cache = rocksdb::NewLRUCache(32 * kMiB);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const auto& name : settings.families) {
    auto own = family_options(name, cache);
    if (const auto found = settings.forgets.find(name); found != settings.forgets.end()) {
      own.compaction_filter_factory = found->second;
      own.periodic_compaction_seconds = std::chrono::seconds{kCompactedWithin}.count();
    }
    families.emplace_back(name, own);
  }
  if (settings.read_only)
    return rocksdb::DB::OpenForReadOnly(options, settings.path.string(), families, &handles, db);
  return rocksdb::DB::Open(options, settings.path.string(), families, &handles, db);
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const DatabaseSettings& settings) {
  // Beside a running engine a file may be compacted away while we open: look again then.
  constexpr int kReadOnlyAttempts = 5;
  LOCKSTEP_TRY(check_files(settings));
  if (!settings.read_only) {
    LOCKSTEP_TRY(make_private_directory(settings.path));
  }
  std::unique_ptr<Database> out(new Database);
  out->env_ = rocksdb::NewCompositeEnv(std::make_shared<PrivateFiles>(
      settings.files ? settings.files : rocksdb::FileSystem::Default()));
  rocksdb::DB* db = nullptr;
  auto status = open_once(settings, out->env_.get(), out->families_, &db);
  for (int i = 1; settings.read_only && !status.ok() && i < kReadOnlyAttempts; ++i)
    status = open_once(settings, out->env_.get(), out->families_, &db);
  if (!status.ok()) return open_failed(settings, status);
  out->db_.reset(db);
  return out;
}

Database::~Database() {
  if (!db_) return;
  for (auto* handle : families_) (void)db_->DestroyColumnFamilyHandle(handle);
  (void)db_->Close();
}

Error read_failed(const rocksdb::Status& status, Position near) {
  if (status.IsIOError() && status.subcode() != rocksdb::Status::SubCode::kPathNotFound)
    return Error{Errc::unavailable, "log-read-failed",
                 "Cannot read at position " + std::to_string(near.value) + ": " + status.ToString(),
                 "Look at the disk."};
  return damaged_at(near, status.ToString());
}

}  // namespace lockstep::log
