// Folds the log into one sink, every group from its own checkpoint: rows and checkpoint commit
// together. Groups that are behind, or are made anew beside those that are read, are folded alone
// while the others go on. A sink that is down is tried again; the engine never waits for it.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "actors/environment.h"
#include "actors/fold_plan.h"
#include "actors/log_batches.h"
#include "actors/messages.h"
#include "base/failure_series.h"
#include "base/mutex.h"
#include "projections/groups.h"

namespace lockstep::actors {

/// To a runner: make this group anew beside what is read, and switch.
struct Rebuild {
  std::size_t group{};
};

/// Of one group, shared with whoever reports. Any thread.
struct GroupStatus {
  std::atomic<bool> there{false};  ///< The sink has this group.
  std::atomic<bool> ok{true};      ///< False: it failed by itself, and rests.
  std::atomic<std::uint64_t> position{0};
  std::atomic<bool> beside{false};  ///< It is made anew.
  std::atomic<std::uint64_t> beside_position{0};
  std::atomic<std::uint64_t> rebuilt{0};  ///< How often one made anew took its place.
};

/// Shared with the health report. Any thread.
class SinkStatus {
 public:
  std::atomic<bool> ok{true};
  std::atomic<bool> caught_up{false};      ///< Since the start, every group that is read.
  std::atomic<std::uint64_t> position{0};  ///< The lowest of the groups that are read.
  std::array<GroupStatus, projections::kGroupCount> groups;

  void failed(const Error& error) {
    const base::MutexLock lock(mutex_);
    failure_ = told(error);
    ok = false;
  }
  void group_failed(std::size_t group, const Error& error) {
    const base::MutexLock lock(mutex_);
    group_failures_.at(group) = told(error);
  }
  /// What the last failure said.
  [[nodiscard]] std::string failure() const {
    const base::MutexLock lock(mutex_);
    return failure_;
  }
  /// Likewise of one group that failed by itself.
  [[nodiscard]] std::string group_failure(std::size_t group) const {
    const base::MutexLock lock(mutex_);
    return group_failures_.at(group);
  }

 private:
  // The texts of errors hold nothing of anybody and nothing that a server said.
  static std::string told(const Error& error) { return error.type + ": " + error.detail; }
  mutable base::Mutex mutex_;
  std::string failure_ LOCKSTEP_GUARDED_BY(mutex_);
  std::array<std::string, projections::kGroupCount> group_failures_ LOCKSTEP_GUARDED_BY(mutex_);
};

struct ProjectionRunnerState {
  const char* name = "projection_runner";
  std::optional<std::vector<LaneProgress>> lanes;  ///< None: to be asked from the sink.
  BatchReader batches;
  base::FailureSeries failing;
  std::chrono::milliseconds backoff{0};
  bool waiting = false;      ///< A tick is on its way, and nothing is done before.
  bool looks_again = false;  ///< One is on its way for those that rest.
  Position head_at_start{};
  Timestamp told_at{};       ///< When progress was last told, and
  Position told_position{};  ///< what it was.
};

/// Handles Committed, Tick and Rebuild. Run it detached: it blocks in the sink. `reads_ahead`: far
/// behind it may use one more thread.
caf::behavior projection_runner(caf::stateful_actor<ProjectionRunnerState>* self,
                                const Environment* env, ports::ReadModelSink* sink,
                                SinkStatus* status, bool reads_ahead);

}  // namespace lockstep::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Rebuild)
