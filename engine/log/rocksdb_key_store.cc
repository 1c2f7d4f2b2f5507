// See rocksdb_key_store.h.
#include "engine/log/rocksdb_key_store.h"

#include <rocksdb/write_batch.h>

#include "engine/log/log_errors.h"

namespace lockstep::log {

Result<std::unique_ptr<RocksdbKeyStore>> RocksdbKeyStore::open(DatabaseSettings settings) {
  settings.families = {"default"};
  auto database = Database::open(settings);
  if (!database && database.error().type == damaged("").type)
    return keys_lost("keys-damaged", database.error().detail);
  LOCKSTEP_TRY(auto opened, std::move(database));
  return std::unique_ptr<RocksdbKeyStore>(new RocksdbKeyStore(std::move(opened)));
}

Result<std::optional<std::string>> RocksdbKeyStore::get(const std::string& key) {
  std::string value;
  const auto status = database_->db().Get(rocksdb::ReadOptions{}, key, &value);
  if (status.IsNotFound()) return std::optional<std::string>{};
  if (status.IsIOError() && status.subcode() != rocksdb::Status::SubCode::kPathNotFound)
    return Error{Errc::unavailable, "keys-unavailable",
                 "The key store cannot be read: " + status.ToString(), "Look at the disk."};
  if (!status.ok())
    return keys_lost("keys-damaged", "The key store cannot be read: " + status.ToString());
  return std::optional<std::string>{std::move(value)};
}

Result<void> RocksdbKeyStore::put(const Entries& entries) {
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : entries) (void)batch.Put(key, value);
  rocksdb::WriteOptions options;
  options.sync = true;
  const auto status = database_->db().Write(options, &batch);
  if (!status.ok())
    return Error{Errc::unavailable, "keys-unavailable",
                 "The key store cannot be written: " + status.ToString(), "Look at the disk."};
  return boost::outcome_v2::success();
}

Result<void> RocksdbKeyStore::scrub() {
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  auto status = database_->db().Flush(rocksdb::FlushOptions{});
  if (status.ok()) status = database_->db().CompactRange(options, nullptr, nullptr);
  // Files that are of no use any more are removed by somebody else some time later, but not by
  // this.
  if (status.ok()) status = database_->db().DisableFileDeletions();
  if (status.ok()) status = database_->db().EnableFileDeletions(/*force=*/true);
  if (!status.ok())
    return Error{Errc::unavailable, "keys-unavailable",
                 "The erased key may still be on the disk: " + status.ToString(),
                 "Look at the disk, then erase again."};
  return boost::outcome_v2::success();
}

}  // namespace lockstep::log
