// Deciding about the removals that a reconciliation holds.
#pragma once
#include <cstdint>
#include <optional>

#include "events/result.h"

namespace lockstep::usecases {

/// What an admin was shown must still be so: the competitor would refuse it silently. `shown` and
/// `now`: how often that competitor's teams had changed; none now: nothing is known any more.
Result<void> check_removal(std::int64_t shown, std::optional<std::int64_t> now);

}  // namespace lockstep::usecases
