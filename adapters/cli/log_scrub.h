// The whole log is read anew now and then, records, indexes, keys and all: damage is found while
// there is a backup that does not have it yet, and not when somebody asks for what is damaged.
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "base/mutex.h"
#include "engine/log/event_reader.h"
#include "engine/ports/clock.h"
#include "engine/ports/health.h"
#include "engine/ports/logger.h"
#include "engine/ports/metrics.h"
#include "engine/ports/operations.h"

namespace lockstep::cli {

struct ScrubTimes {
  std::chrono::milliseconds interval{std::chrono::hours{24}};  ///< Between two of them. 0: never.
  /// Waited after every few thousand events, so that it is a small part of a core.
  std::chrono::milliseconds pause{200};
  /// A wait ends with the process, but a clock that jumps must not be waited out, nor damage that
  /// was met meanwhile.
  std::chrono::milliseconds longest_wait{std::chrono::seconds{10}};
};

/// How one of them ended.
struct Scrubbed {
  Timestamp started{};
  Timestamp ended{};
  Position position;    ///< Up to where.
  std::string problem;  ///< The type of the error; empty: all of it is whole.
  bool operator==(const Scrubbed&) const = default;
};

/// A thread of its own. What it found is kept in the operations store, so that a restart neither
/// forgets it nor begins anew. Any thread may ask.
class LogScrub {
 public:
  /// As EventLog::verify().
  using Verify = std::function<Result<log::Head>(const std::function<bool(Position)>&)>;
  struct Ports {
    Verify verify;
    ports::Operations& operations;
    ports::Clock& clock;
    ports::Logger& logger;
    /// Somebody has met damage in this process: the log is read through soon.
    std::function<bool()> damage_met;
  };
  LogScrub(Ports ports, ScrubTimes times);
  /// Ends what is under way.
  ~LogScrub();
  LogScrub(const LogScrub&) = delete;
  LogScrub& operator=(const LogScrub&) = delete;

  /// None: not once.
  [[nodiscard]] std::optional<Scrubbed> last() const;
  [[nodiscard]] ports::HealthCheck check() const;
  /// Age and result, as gauges.
  void measure(ports::Metrics& metrics) const;

 private:
  void run();
  void scrub();
  [[nodiscard]] std::chrono::milliseconds due_in() const;
  bool damage_is_new();
  /// False when it is to stop.
  bool wait(std::chrono::milliseconds time);
  void remember(const Scrubbed& scrubbed);

  const Ports ports_;
  const ScrubTimes times_;
  mutable base::Mutex mutex_;
  base::Condition stops_;
  bool stopping_ LOCKSTEP_GUARDED_BY(mutex_) = false;
  std::optional<Scrubbed> last_ LOCKSTEP_GUARDED_BY(mutex_);
  bool looked_for_damage_ = false;  ///< Of the thread.
  std::thread thread_;              ///< The last member: it uses the others.
};

}  // namespace lockstep::cli
