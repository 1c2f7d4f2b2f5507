// The writing half of the log on RocksDB: one batch, one WriteBatch, one fsync. Nothing is answered
// before it is durable, and after a failed write nothing is answered at all.
#include <limits>
#include <utility>

#include <rocksdb/write_batch.h>

#include "engine/log/log_errors.h"
#include "engine/log/rocksdb_log.h"

namespace lockstep::log {

namespace {

class DatabaseFacts final : public StoredFacts {
 public:
  DatabaseFacts(const LogDatabase& database, Position head, const StreamVersions& recent)
      : database_(database), head_(head), recent_(recent) {}

  Result<Version> stream_version(const StreamId& stream) override {
    if (const auto known = recent_.find(stream_prefix(stream))) return *known;
    // Most streams that nobody wrote lately are new, and a filter tells that at once.
    LOCKSTEP_TRY(auto first, database_.get(Family::stream, stream_key(stream, Version{1}), head_));
    if (!first) return Version{};
    return last_version(stream);
  }

  Result<std::optional<Remembered>> remembered(const CommandId& id) override {
    LOCKSTEP_TRY(auto bytes, database_.get(Family::dedupe, id.value, head_));
    if (!bytes) return std::optional<Remembered>{};
    auto found = decode_remembered(*bytes);
    if (!found) return damaged("The remembered answer to a command is not whole.");
    return found;
  }

 private:
  Result<Version> last_version(const StreamId& stream) {
    if (!streams_)
      streams_.reset(
          database_.db().NewIterator(rocksdb::ReadOptions{}, database_.family(Family::stream)));
    constexpr Version kLast{std::numeric_limits<std::uint64_t>::max()};
    streams_->SeekForPrev(stream_key(stream, kLast));
    if (!streams_->Valid()) {
      if (!streams_->status().ok()) return read_failed(streams_->status(), head_);
      return Version{};
    }
    const auto found = parse_stream_key(view(streams_->key()));
    if (!found) return damaged("An entry of the stream index is not whole.");
    return found->prefix == stream_prefix(stream) ? found->version : Version{};
  }

  const LogDatabase& database_;
  const Position head_;
  const StreamVersions& recent_;
  std::unique_ptr<rocksdb::Iterator> streams_;
};

Error disk_nearly_full() {
  return Error{Errc::unavailable, "disk-nearly-full",
               "There is too little free space on the disk of the log: nothing was written.",
               "Make room; the engine goes on by itself. docs/runbook.md, \"The disk is full\"."};
}

}  // namespace

std::vector<Result<Appended>> RocksdbEventLog::append(std::span<const AppendRequest> batch) {
  if (!healthy())
    return std::vector<Result<Appended>>(batch.size(), log_stopped("an earlier append failed"));
  const auto before = this->head().position;
  DatabaseFacts facts(*database_, before, recent_);
  auto plan = plan_append(batch, before, facts);
  if (plan.accepted.empty()) return std::move(plan.answers);
  if (const auto written = write(batch, plan); !written) refuse_pending(plan, written.error());
  return std::move(plan.answers);
}

Result<std::optional<Appended>> RocksdbEventLog::find_command(const CommandId& id,
                                                              const std::string& fingerprint) {
  const StreamVersions none;  // Of the append thread alone.
  DatabaseFacts facts(*database_, head().position, none);
  LOCKSTEP_TRY(auto known, facts.remembered(id));
  if (!known) return std::optional<Appended>{};
  LOCKSTEP_TRY(auto answer, answer_again(*known, fingerprint));
  return std::optional<Appended>{answer};
}

Result<void> RocksdbEventLog::may_write() const {
  if (!watermark_)
    return Error{Errc::unavailable, "log-read-only", "The log was opened for reading.", ""};
  if (free_bytes_() < min_free_bytes_) return disk_nearly_full();
  return boost::outcome_v2::success();
}

Result<void> RocksdbEventLog::write(std::span<const AppendRequest> batch, const AppendPlan& plan) {
  LOCKSTEP_TRY(may_write());
  auto made = make_records(batch, plan, head(), *keys_);
  if (!made) return stop(made.error().detail);
  return commit(batch, plan, made.value());
}

Result<void> RocksdbEventLog::commit(std::span<const AppendRequest> batch, const AppendPlan& plan,
                                     const RecordBatch& made) {
  rocksdb::WriteBatch writes;
  // Puts into a batch in memory cannot fail.
  for (const auto& record : made.records) {
    const auto position = position_key(record.position);
    (void)writes.Put(database_->family(Family::log), position, record.bytes);
    (void)writes.Put(database_->family(Family::stream), record.stream_key, position);
  }
  for (const auto index : plan.accepted) {
    const auto& request = batch[index];
    (void)writes.Put(
        database_->family(Family::dedupe), request.command_id.value,
        encode_remembered({plan.answers[index].value(), request.now, request.fingerprint}));
  }
  const Mark mark{keys_->log_id(), made.head, keys_->revision()};
  (void)writes.Put(database_->family(Family::meta), rocksdb::Slice(kHeadKey),
                   encode_head(made.head));
  (void)writes.Put(database_->family(Family::meta), rocksdb::Slice(kMarkKey), encode_mark(mark));
  rocksdb::WriteOptions options;
  options.sync = true;
  const auto status = database_->db().Write(options, &writes);
  if (!status.ok()) return stop(status.ToString());
  // Before the answer, so that a killed process cannot have acknowledged more than its witness
  // knows.
  const auto marked = watermark_->write(mark);
  if (!marked) return stop(marked.error().detail);
  for (const auto index : plan.accepted)
    recent_.remember(stream_prefix(batch[index].stream), plan.answers[index].value().version);
  publish(made.head);
  return boost::outcome_v2::success();
}

Error RocksdbEventLog::stop(const std::string& why) {
  stopped_.store(true);
  return log_stopped(why);
}

void RocksdbEventLog::publish(const Head& head) {
  {
    const base::MutexLock lock(head_mutex_);
    head_ = head;
  }
  more_.notify_all();
}

Result<void> RocksdbEventLog::save_snapshot(const StreamId& stream, const Snapshot& snapshot) {
  LOCKSTEP_TRY(may_write());
  LOCKSTEP_TRY(auto bytes, seal_snapshot(stream, snapshot, *keys_));
  const auto status = database_->db().Put(
      rocksdb::WriteOptions{}, database_->family(Family::snapshot), stream_prefix(stream), bytes);
  if (!status.ok())
    return Error{Errc::unavailable, "snapshot-not-saved", status.ToString(), "Look at the disk."};
  return boost::outcome_v2::success();
}

}  // namespace lockstep::log
