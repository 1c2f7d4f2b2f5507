// How the gate stands: for the admin's page, metrics and health. Numbers and fixed words only.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/rate/circuit_breaker.h"
#include "engine/rate/lane.h"

namespace lockstep::rate {

struct LaneReport {
  std::size_t waiting = 0;
  std::size_t in_flight = 0;
  std::int64_t sent = 0;    ///< Since the start, repetitions included.
  double longest_wait = 0;  ///< Seconds, of the calls that were sent in the last minute or so.
};

/// Calls by how they ended.
struct CallCounts {
  std::int64_t answered = 0;
  std::int64_t rate_limited = 0;  ///< 429
  std::int64_t failed = 0;        ///< No answer, 5xx, another's answer, our token refused.
  [[nodiscard]] std::int64_t total() const { return answered + rate_limited + failed; }
};

struct GateReport {
  double calls_per_second = 0;      ///< As learned so far.
  double max_calls_per_second = 0;  ///< As configured.
  std::optional<double> ceiling;    ///< Where the vendor's own limit seems to be.
  double paused_for = 0;            ///< Seconds until anybody may call again (Retry-After).
  std::size_t concurrency = 0;      ///< Calls that may be under way at once.
  std::size_t max_concurrency = 0;
  std::size_t in_flight = 0;
  std::size_t backing_off = 0;  ///< Failed in passing, repeated soon.
  double retry_budget = 0;      ///< Repetitions that are paid for.
  BreakerState breaker = BreakerState::closed;
  std::string_view breaker_reason;  ///< What went wrong, a fixed word; empty while it is closed.
  double breaker_reopens_in = 0;    ///< Seconds until the next try while it is open.
  std::array<LaneReport, kLanes> lanes;
  CallCounts last_minute;
  CallCounts last_hour;
  CallCounts total;  ///< Since the start.
};

/// What a person can do about it while nothing passes; empty while calls pass.
inline std::string_view remedy_of(const GateReport& report) {
  if (report.breaker == BreakerState::closed) return "";
  if (report.breaker_reason == "unauthorized")
    return "The game platform refuses our API token: an operator has to put a valid one in place.";
  if (report.breaker_reason == "wrong_address")
    return "The configured address is not the game platform's, so nothing is sent there: an "
           "operator has to check GAME_PLATFORM_API_BASE_URL.";
  if (report.breaker_reason == "foreign")
    return "Somebody else answers in the game platform's place: an operator has to look for a "
           "proxy or a firewall on the way.";
  return "Nothing to do: the game platform does not work, and is tried again by itself.";
}

}  // namespace lockstep::rate
