// How the gate stands: for the admin's page, metrics and health. Numbers and fixed words only.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
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
  std::size_t withheld = 0;  ///< Calls that are let alone: see engine/effects/withheld_call.h.
  std::array<LaneReport, kLanes> lanes;
  CallCounts last_minute;
  CallCounts last_hour;
  CallCounts total;  ///< Since the start.
};

/// Why nothing passes, and what a person can do about it.
struct Stoppage {
  std::string_view reason;  ///< GateReport::breaker_reason.
  std::string_view what;    ///< A sentence.
  std::string_view remedy;  ///< Likewise.
};
/// One for every reason that the gate gives, and for its pauses; the last is for all others.
inline constexpr std::array kStoppages = std::to_array<Stoppage>({
    {"unauthorized", "The game platform refuses our API token.",
     "An operator has to put a valid one in place, then restart."},
    {"wrong_address",
     "The configured address is not the game platform's, so nothing is sent there.",
     "An operator has to check GAME_PLATFORM_API_BASE_URL."},
    {"foreign", "Somebody else answers in the game platform's place.",
     "An operator has to look for a proxy or a firewall on the way."},
    {"connection", "The game platform cannot be reached: there is no connection to it.",
     "It is tried again by itself; if it lasts, look at names, routes and certificates."},
    {"timeout", "The game platform takes our calls and does not answer in time.",
     "Nothing to do: it is tried again by itself."},
    {"paused", "The game platform has asked us not to call it for now.",
     "Nothing to do: calls go on by themselves, within an hour."},
    {"server", "The game platform fails inside (5xx).",
     "Nothing to do: it is tried again by itself."},
    {"unreadable", "What comes from the game platform's address cannot be read as HTTP.",
     "It is tried again by itself; if it lasts, check GAME_PLATFORM_API_BASE_URL."},
    {"", "The game platform does not work.", "Nothing to do: it is tried again by itself."},
});

/// A pause is told from here on: shorter ones pass before anybody has read of them.
inline constexpr double kToldPause = 10;  // Seconds.

/// None while calls pass.
inline const Stoppage* stoppage_of(const GateReport& report) {
  const bool closed = report.breaker == BreakerState::closed;
  if (closed && report.paused_for < kToldPause) return nullptr;
  const auto reason = closed ? std::string_view("paused") : report.breaker_reason;
  const auto* const found = std::ranges::find(kStoppages, reason, &Stoppage::reason);
  return found == kStoppages.end() ? &kStoppages.back() : found;
}

/// What is wrong and what to do about it; empty while calls pass.
inline std::string remedy_of(const GateReport& report) {
  const auto* const why = stoppage_of(report);
  return why == nullptr ? "" : std::string(why->what) + " " + std::string(why->remedy);
}

/// Of single calls that are not made while others pass; empty when there is none.
inline std::string remedy_of_withheld(const GateReport& report) {
  if (report.withheld == 0) return "";
  return "Calls pass but for " + std::to_string(report.withheld) +
         ", which ended the process again and again. An operator has to look at "
         "vendor_call_withheld in the log.";
}

}  // namespace lockstep::rate
