// See memory_event_log.h.
#include "engine/log/memory_event_log.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/log/log_errors.h"

namespace lockstep::log {

namespace {

std::shared_ptr<Keyring> new_keyring() {
  auto keys = Keyring::open(std::make_unique<MemoryKeyStore>(), Key::random(), LogId{});
  return std::move(keys).value();
}

}  // namespace

/// Made and asked under the log's mutex.
class MemoryEventLog::Facts final : public StoredFacts {
 public:
  explicit Facts(const MemoryEventLog& log) : log_(log) {}
  Result<Version> stream_version(const StreamId& stream) LOCKSTEP_REQUIRES(log_.mutex_) override {
    const auto found = log_.streams_.find(stream_prefix(stream));
    return Version{found == log_.streams_.end() ? 0 : found->second.size()};
  }
  Result<std::optional<Remembered>> remembered(const CommandId& id)
      LOCKSTEP_REQUIRES(log_.mutex_) override {
    const auto found = log_.commands_.find(id.value);
    if (found == log_.commands_.end()) return std::optional<Remembered>{};
    return std::optional<Remembered>{found->second};
  }

 private:
  const MemoryEventLog& log_;
};

MemoryEventLog::MemoryEventLog() : keys_(new_keyring()) {}

std::vector<Result<Appended>> MemoryEventLog::append(std::span<const AppendRequest> batch) {
  const base::MutexLock lock(mutex_);
  if (stopped_)
    return std::vector<Result<Appended>>(batch.size(), log_stopped("an injected I/O error"));
  Facts facts(*this);
  auto plan = plan_append(batch, head_.position, facts);
  if (plan.accepted.empty()) return std::move(plan.answers);
  if (const auto written = write(batch, plan); !written) refuse_pending(plan, written.error());
  more_.notify_all();
  return std::move(plan.answers);
}

Result<void> MemoryEventLog::write(std::span<const AppendRequest> batch, const AppendPlan& plan) {
  LOCKSTEP_TRY(auto made, make_records(batch, plan, head_, *keys_));
  if (std::exchange(fail_next_, false)) {
    stopped_ = true;
    if (store_failed_) store(batch, plan, std::move(made));
    return log_stopped("an injected I/O error");
  }
  store(batch, plan, std::move(made));
  return boost::outcome_v2::success();
}

void MemoryEventLog::store(std::span<const AppendRequest> batch, const AppendPlan& plan,
                           RecordBatch&& made) {
  for (auto& record : made.records) {
    const auto key = parse_stream_key(record.stream_key);
    streams_[std::string(key->prefix)].push_back(record.position);
    records_.push_back(std::move(record.bytes));
  }
  for (const auto index : plan.accepted) {
    const auto& request = batch[index];
    commands_.emplace(request.command_id.value,
                      Remembered{plan.answers[index].value(), request.now, request.fingerprint});
  }
  head_ = made.head;
}

Result<std::optional<Appended>> MemoryEventLog::find_command(const CommandId& id,
                                                             const std::string& fingerprint) {
  const base::MutexLock lock(mutex_);
  const auto found = commands_.find(id.value);
  if (found == commands_.end()) return std::optional<Appended>{};
  LOCKSTEP_TRY(auto answer, answer_again(found->second, fingerprint));
  return std::optional<Appended>{answer};
}

Result<std::vector<events::StoredEvent>> MemoryEventLog::read_stream(const StreamId& stream,
                                                                     Version after,
                                                                     ReadLimits limits) {
  const base::MutexLock lock(mutex_);
  std::vector<events::StoredEvent> out;
  const auto found = streams_.find(stream_prefix(stream));
  if (found == streams_.end()) return out;
  std::size_t bytes = 0;
  for (auto i = after.value; i < found->second.size() && out.size() < limits.max_events; ++i) {
    const auto position = found->second[i];
    const auto& record = records_[position.value - 1];
    bytes += record.size();
    if (bytes > limits.max_bytes && !out.empty()) break;
    LOCKSTEP_TRY(auto event, read_record(record, position, *keys_));
    out.push_back(std::move(event));
  }
  return out;
}

Result<std::vector<events::StoredEvent>> MemoryEventLog::read_all(Position after,
                                                                  ReadLimits limits) {
  const base::MutexLock lock(mutex_);
  std::vector<events::StoredEvent> out;
  std::size_t bytes = 0;
  for (auto i = after.value; i < records_.size() && out.size() < limits.max_events; ++i) {
    bytes += records_[i].size();
    if (bytes > limits.max_bytes && !out.empty()) break;
    LOCKSTEP_TRY(auto event, read_record(records_[i], Position{i + 1}, *keys_));
    out.push_back(std::move(event));
  }
  return out;
}

Head MemoryEventLog::head() const {
  const base::MutexLock lock(mutex_);
  return head_;
}

bool MemoryEventLog::wait_for_more(Position after, std::chrono::milliseconds at_most) {
  base::MutexLock lock(mutex_);
  return more_.wait_for(lock, at_most,
                        [&]() LOCKSTEP_REQUIRES(mutex_) { return head_.position > after; });
}

Result<std::optional<Snapshot>> MemoryEventLog::load_snapshot(const StreamId& stream) {
  const base::MutexLock lock(mutex_);
  const auto found = snapshots_.find(stream_prefix(stream));
  if (found == snapshots_.end()) return std::optional<Snapshot>{};
  return open_snapshot(stream, found->second, *keys_);
}

Result<void> MemoryEventLog::save_snapshot(const StreamId& stream, const Snapshot& snapshot) {
  const base::MutexLock lock(mutex_);
  LOCKSTEP_TRY(auto bytes, seal_snapshot(stream, snapshot, *keys_));
  snapshots_[stream_prefix(stream)] = std::move(bytes);
  return boost::outcome_v2::success();
}

Result<Head> MemoryEventLog::verify(const std::function<bool(Position)>& go_on) {
  const base::MutexLock lock(mutex_);
  ChainReader reader;
  for (const auto& record : records_) {
    const Position at{reader.head().position.value + 1};
    LOCKSTEP_TRY(auto event, reader.read(at, record, *keys_));
    const auto found = streams_.find(stream_prefix(event.stream));
    if (found == streams_.end() || found->second.size() < event.version.value ||
        found->second[event.version.value - 1] != at)
      return damaged_at(at, "its stream does not know the event");
  }
  if (go_on && !go_on(reader.head().position)) return verify_stopped();
  if (reader.head() != head_) return damaged("The head is not the last event.");
  return reader.head();
}

bool MemoryEventLog::healthy() const {
  const base::MutexLock lock(mutex_);
  return !stopped_;
}

void MemoryEventLog::fail_next_write(bool stored) {
  const base::MutexLock lock(mutex_);
  fail_next_ = true;
  store_failed_ = stored;
}

void MemoryEventLog::restart() {
  const base::MutexLock lock(mutex_);
  stopped_ = false;
}

}  // namespace lockstep::log
