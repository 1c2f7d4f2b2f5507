// When a failed call comes back: exponential backoff with full jitter, pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "events/ids.h"
#include "events/vendor_types.h"

namespace lockstep {

inline constexpr std::int64_t kRetryBaseMs = 2'000;
/// Of what only a person can repair: an answer that is not what the contract says.
inline constexpr std::int64_t kSlowRetryBaseMs = 5 * 60'000;
inline constexpr std::int64_t kRetryCapMs = 15 * 60'000;
/// Of what costs no call to the vendor: a place on a team that others have to free.
inline constexpr std::int64_t kPlaceRetryCapMs = 20'000;

/// The time of the next attempt, or none when the cause does not pass by itself. `attempt` counts
/// from 1; `seed` decides the jitter, so that the same command always decides the same.
std::optional<Timestamp> next_retry(const events::CallFailure& failure, std::int64_t attempt,
                                    Timestamp now, const std::string& seed);

/// Whether a retry planned for `at` is due. One that lies further ahead than any retry is planned
/// was planned by a clock that has been put back since, and waits no longer.
inline bool retry_is_due(Timestamp at, Timestamp now) {
  return at <= now || at.value > now.value + kRetryCapMs;
}

}  // namespace lockstep
