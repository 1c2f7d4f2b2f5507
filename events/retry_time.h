// When the retry that an event has planned is due.
#pragma once
#include <cstdint>

#include "events/ids.h"

namespace lockstep {

/// No retry is planned further ahead.
inline constexpr std::int64_t kRetryCapMs = 15 * 60'000;

/// One that lies further ahead than any retry is planned was planned by a clock that has been put
/// back since.
inline bool by_a_clock_put_back(Timestamp at, Timestamp now) {
  return at.value > now.value + kRetryCapMs;
}

/// Whether a retry planned for `at` is due. One by a clock that was put back waits no longer.
inline bool retry_is_due(Timestamp at, Timestamp now) {
  return at <= now || by_a_clock_put_back(at, now);
}

}  // namespace lockstep
