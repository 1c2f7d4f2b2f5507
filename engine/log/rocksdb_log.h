// The event log on RocksDB: its inside. One concept per file: rocksdb_open.cc, rocksdb_append.cc,
// rocksdb_read.cc, rocksdb_verify.cc. Only they and tests of bad disks include this.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "engine/log/append_plan.h"
#include "engine/log/holder.h"
#include "engine/log/keyring.h"
#include "engine/log/records.h"
#include "engine/log/rocksdb_database.h"
#include "engine/log/rocksdb_event_log.h"
#include "engine/log/stream_versions.h"
#include "engine/log/watermark.h"

namespace lockstep::log {

/// Where tests put a bad disk or a full one.
struct DiskSeams {
  std::shared_ptr<rocksdb::FileSystem> files;
  std::function<std::uint64_t()> free_bytes;
};
Result<OpenedLog> open_rocksdb_event_log(const LogOptions& options, const DiskSeams& seams);

/// A database together with how its families are called.
class LogDatabase {
 public:
  explicit LogDatabase(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  [[nodiscard]] rocksdb::DB& db() const { return database_->db(); }
  [[nodiscard]] rocksdb::ColumnFamilyHandle* family(Family family) const {
    return database_->family(static_cast<std::size_t>(family));
  }
  /// Empty when there is no such key. `near` is named in the error.
  [[nodiscard]] Result<std::optional<std::string>> get(Family from, const std::string& key,
                                                       Position near) const;

 private:
  std::unique_ptr<Database> database_;
};

inline std::string_view view(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}
inline Position next(Position position) {
  return Position{position.value + 1};
}

/// What the opener has put together.
struct LogParts {
  std::unique_ptr<LogDatabase> database;
  std::shared_ptr<Keyring> keys;
  Holder holder;
  std::unique_ptr<Watermark> watermark;  ///< Empty when read-only.
  Head head;
  std::uint64_t min_free_bytes{};
  std::function<std::uint64_t()> free_bytes;
};

class RocksdbEventLog final : public EventLog {
 public:
  explicit RocksdbEventLog(LogParts parts);

  std::vector<Result<Appended>> append(std::span<const AppendRequest> batch) override;
  Result<std::optional<Appended>> find_command(const CommandId& id,
                                               const std::string& fingerprint) override;
  Result<std::vector<events::StoredEvent>> read_stream(const StreamId& stream, Version after,
                                                       ReadLimits limits) override;
  Result<std::vector<events::StoredEvent>> read_all(Position after, ReadLimits limits) override;
  [[nodiscard]] Head head() const override;
  bool wait_for_more(Position after, std::chrono::milliseconds at_most) override;
  Result<std::optional<Snapshot>> load_snapshot(const StreamId& stream) override;
  Result<void> save_snapshot(const StreamId& stream, const Snapshot& snapshot) override;
  Result<Head> verify(const std::function<bool(Position)>& go_on) override;
  [[nodiscard]] bool healthy() const override { return !stopped_.load(); }
  [[nodiscard]] Result<void> may_write() const override;

 private:
  Result<void> write(std::span<const AppendRequest> batch, const AppendPlan& plan);
  Result<void> commit(std::span<const AppendRequest> batch, const AppendPlan& plan,
                      const RecordBatch& made);
  Error stop(const std::string& why);
  void publish(const Head& head);

  Holder holder_;  // Let go last.
  std::unique_ptr<LogDatabase> database_;
  std::shared_ptr<Keyring> keys_;
  std::unique_ptr<Watermark> watermark_;
  const std::uint64_t min_free_bytes_;
  const std::function<std::uint64_t()> free_bytes_;
  StreamVersions recent_;  // Of the append thread.
  std::atomic<bool> stopped_{false};
  mutable base::Mutex head_mutex_;
  base::Condition more_;
  Head head_ LOCKSTEP_GUARDED_BY(head_mutex_);
};

}  // namespace lockstep::log
