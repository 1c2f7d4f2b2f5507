// A call that takes the process with it (an answer that crashes us, say) would be made again after
// every start, and nobody would be served any longer. So it is noted before it is made, and one
// that never ended is let alone for a while.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

#include "engine/ports/operations.h"

namespace lockstep::effects {

/// So often it may have ended the process. Twice may be a mains plug.
inline constexpr std::int64_t kMostUnendedCalls = 3;
inline constexpr std::chrono::hours kWithheldFor{1};

/// A clock that was set back does not withhold it for longer.
inline bool is_withheld(const std::optional<ports::UnendedCall>& call, Timestamp now) {
  if (!call || call->begun < kMostUnendedCalls) return false;
  const auto since = now.value - call->last.value;
  return since >= 0 && std::chrono::milliseconds{since} < kWithheldFor;
}

}  // namespace lockstep::effects
