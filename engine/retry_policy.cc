#include "engine/retry_policy.h"

#include <algorithm>

namespace lockstep {

namespace {

// FNV-1a: stable over builds and machines, which std::hash need not be.
std::uint64_t stable_hash(const std::string& text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return hash;
}

// Full jitter, but never sooner than the floor: a failure storm must not become a busy loop.
struct Pace {
  std::int64_t floor;
  std::int64_t base;
  std::int64_t cap = kRetryCapMs;
};

// One answer that makes no sense may be a slip; two are a habit.
Pace pace_of(const events::CallFailure& failure, std::int64_t attempt) {
  const bool again_malformed = failure.code == events::kVendorAnswerMalformed && attempt > 1;
  const bool looks_only = failure.code == events::kVendorSentInVain;
  if (again_malformed || looks_only || failure.code == events::kVendorWrongAddress)
    return {kSlowRetryBaseMs / 2, kSlowRetryBaseMs};
  if (failure.code == events::kVendorTeamFull) return {500, kRetryBaseMs, kPlaceRetryCapMs};
  return {500, kRetryBaseMs};
}

}  // namespace

std::optional<Timestamp> next_retry(const events::CallFailure& failure, std::int64_t attempt,
                                    Timestamp now, const std::string& seed) {
  if (!failure.passing) return std::nullopt;
  const auto doublings = std::clamp<std::int64_t>(attempt - 1, 0, 20);
  const auto pace = pace_of(failure, attempt);
  const auto ceiling = std::min(pace.base << doublings, pace.cap);
  const auto spread = static_cast<std::uint64_t>(ceiling - pace.floor);
  const auto wait = pace.floor + static_cast<std::int64_t>(stable_hash(seed) % (spread + 1));
  return Timestamp{now.value + wait};
}

}  // namespace lockstep
