// The rules of the one gate to the vendor, without threads, clocks or calls: who may go out when,
// and what a call's end means for all that follow. Every call passes, repetitions included. The
// actor around it (actors/metactf_gate.h) makes the calls and watches the clock.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/rate/call_counter.h"
#include "engine/rate/circuit_breaker.h"
#include "engine/rate/concurrency_limit.h"
#include "engine/rate/gate_report.h"
#include "engine/rate/gcra.h"
#include "engine/rate/jitter.h"
#include "engine/rate/lane_queue.h"
#include "engine/rate/learned_rate.h"
#include "engine/rate/retry_budget.h"

namespace lockstep::rate {

struct GateLimits {
  RateLimits rate;
  std::size_t max_concurrency = 8;  ///< At least 1.
  bool operator==(const GateLimits&) const = default;
};

/// One call on its way through the gate.
struct Ticket {
  std::uint64_t id{};  ///< The caller's.
  Lane lane{};
  std::string tenant{};       ///< Whose call it is, for fairness.
  std::uint64_t subject = 0;  ///< What it is about, as any number.
  int attempts = 0;           ///< Repetitions after failures so far; a 429 is none.
  int refusals = 0;           ///< 429s so far.
  Nanos queued_at{0};
  Nanos sent_at{0};
};

/// How a call ended, as far as the gate cares.
struct CallResult {
  CallEnd end{};
  /// Of a failure: it may be made again without looking (a read, or provably never sent).
  bool repeatable = false;
  /// Of a failure: the vendor seems to have more than it can do (no answer, 5xx).
  bool overloaded = false;
  /// Of a failure: it is not about this call's subject (no answer, our token refused).
  bool everywhere = false;
  /// Of a failure: it was looked into already, so that one is enough to stop calling.
  bool certain = false;
  std::optional<Nanos> retry_after{};  ///< Of a 429 or 503, when the vendor said it.
  std::string_view reason{};           ///< Of a failure: a fixed word, alive for ever.
};

/// Not safe to share between threads. `now` never goes back.
class Gate {
 public:
  static constexpr int kMaxAttempts = 3;
  static constexpr int kMaxRefusals = 20;  ///< A 429 costs the vendor little: be patient.

  Gate(const GateLimits& limits, std::uint64_t seed);

  void submit(Ticket ticket, Nanos now);
  /// The next call that may go out now, taken out; none: see wake_at(), or wait for an answer.
  std::optional<Ticket> next(Nanos now);
  /// When next() may say something else without an answer in between; none: never.
  [[nodiscard]] std::optional<Nanos> wake_at(Nanos now) const;
  /// Every ticket of next() ends here once. True: it is over, tell who asked. False: the gate has
  /// taken it back and gives it out again.
  bool finished(Ticket ticket, const CallResult& result, Nanos now);

  void set_limits(const GateLimits& limits);
  /// See LearnedRate::resume(). Nobody calls before `paused_until`.
  void resume(const Learned& before, Nanos paused_until);
  [[nodiscard]] GateReport report(Nanos now) const;

 private:
  [[nodiscard]] bool place_for_background() const;
  [[nodiscard]] bool may_send(bool background) const;
  void release_backed_off(Nanos now);
  void answered(Nanos now);
  bool rate_limited(Ticket ticket, const CallResult& result, Nanos now);
  bool failed(Ticket ticket, const CallResult& result, Nanos now);
  void note_wait(const Ticket& ticket, Nanos now);

  GateLimits limits_;
  LearnedRate rate_;
  Gcra gcra_;
  ConcurrencyLimit concurrency_;
  CircuitBreaker breaker_;
  RetryBudget budget_;
  Jitter jitter_;
  CallCounter calls_;
  LaneQueue<Ticket> queue_;
  std::multimap<Nanos, Ticket> backing_off_;  ///< By when they come back.
  std::array<LaneReport, kLanes> lanes_;
  Nanos waits_since_{0};  ///< Of the lanes' longest waits.
  std::string_view breaker_reason_;
  std::size_t in_flight_ = 0;
  std::size_t background_in_flight_ = 0;
  std::optional<Nanos> held_back_at_;        ///< When a call last waited for nothing but the rate.
  std::optional<Nanos> short_of_places_at_;  ///< Likewise, for a place among those under way.
};

}  // namespace lockstep::rate
