#include "engine/usecases/held_removals.h"

namespace lockstep::usecases {

Result<void> check_removal(std::int64_t shown, std::optional<std::int64_t> now) {
  if (now == shown) return boost::outcome_v2::success();
  return Error{Errc::conflict, "drift-plan-stale",
               "A competitor's team has changed since this run looked.",
               "Start a new run and decide about that one."};
}

}  // namespace lockstep::usecases
