// An EventLog in memory, for tests and simulations. Same bytes, same chain, same seals as on disk;
// it also fails on demand.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/mutex.h"
#include "engine/log/append_plan.h"
#include "engine/log/event_log.h"
#include "engine/log/keyring.h"
#include "engine/log/records.h"

namespace lockstep::log {

class MemoryEventLog final : public EventLog {
 public:
  MemoryEventLog();
  explicit MemoryEventLog(std::shared_ptr<Keyring> keys) : keys_(std::move(keys)) {}

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
  [[nodiscard]] bool healthy() const override;
  [[nodiscard]] Result<void> may_write() const override { return boost::outcome_v2::success(); }

  Keyring& keys() { return *keys_; }

  /// The next append that would write fails as a disk does: its answers are `log-stopped`, and it
  /// was `stored` or not, which nobody can know before restart().
  void fail_next_write(bool stored);
  /// What a restart of the process does for a real log: healthy again, everything stored still
  /// there.
  void restart();

 private:
  class Facts;
  Result<void> write(std::span<const AppendRequest> batch, const AppendPlan& plan)
      LOCKSTEP_REQUIRES(mutex_);
  void store(std::span<const AppendRequest> batch, const AppendPlan& plan, RecordBatch&& made)
      LOCKSTEP_REQUIRES(mutex_);

  std::shared_ptr<Keyring> keys_;
  mutable base::Mutex mutex_;
  base::Condition more_;
  Head head_ LOCKSTEP_GUARDED_BY(mutex_);
  bool stopped_ LOCKSTEP_GUARDED_BY(mutex_) = false;
  bool fail_next_ LOCKSTEP_GUARDED_BY(mutex_) = false;
  bool store_failed_ LOCKSTEP_GUARDED_BY(mutex_) = false;
  /// Position n is at n - 1.
  std::vector<std::string> records_ LOCKSTEP_GUARDED_BY(mutex_);
  std::unordered_map<std::string, std::vector<Position>> streams_ LOCKSTEP_GUARDED_BY(mutex_);
  std::unordered_map<std::string, Remembered> commands_ LOCKSTEP_GUARDED_BY(mutex_);
  std::unordered_map<std::string, std::string> snapshots_ LOCKSTEP_GUARDED_BY(mutex_);
};

}  // namespace lockstep::log
