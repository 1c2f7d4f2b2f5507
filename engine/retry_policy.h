// What failed in passing is tried again, and when: exponential backoff with full jitter, pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "events/ids.h"
#include "events/result.h"
#include "events/retry_time.h"
#include "events/vendor_types.h"

namespace lockstep {

inline constexpr std::int64_t kRetryBaseMs = 2'000;
/// Of what only a person can repair: an answer that is not what the contract says.
inline constexpr std::int64_t kSlowRetryBaseMs = 5 * 60'000;
/// Of what costs no call to the vendor: a place on a team that others have to free.
inline constexpr std::int64_t kPlaceRetryCapMs = 20'000;

/// The time of the next attempt, or none when the cause does not pass by itself. `attempt` counts
/// from 1; `seed` decides the jitter, so that the same command always decides the same.
std::optional<Timestamp> next_retry(const events::CallFailure& failure, std::int64_t attempt,
                                    Timestamp now, const std::string& seed);

/// Nobody decided anything: what was to be said must be said again.
inline bool got_no_answer(Errc code) {
  return code == Errc::busy || code == Errc::timeout || code == Errc::unavailable ||
         code == Errc::stale;
}

}  // namespace lockstep
