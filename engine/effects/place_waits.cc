#include "engine/effects/place_waits.h"

#include <algorithm>

namespace lockstep::effects {

namespace {

constexpr std::int64_t kLookEvery = 250;  ///< Milliseconds.
constexpr std::int64_t kWaitFor = 5'000;  ///< Likewise.

}  // namespace

PlaceVerdict PlaceWaits::look(const TeamPlaces& places, const CompetitorId& id, Timestamp now) {
  const auto* row = places.of(id);
  // Not when something else is wanted by now.
  const bool wants_it =
      row != nullptr && row->calling_team_id && row->calling_team_id == row->team_id;
  if (!wants_it || places.has_place(*row->calling_team_id, id)) return {};
  PlaceVerdict out{.free = false, .wait_until = Timestamp{now.value + kLookEvery}};
  const auto [since, is_new] = since_.try_emplace(id.value, now);
  if (is_new) {
    auto leavers = places.left_on(*row->calling_team_id);
    if (!leavers.empty())
      out.ask = AskToLeave{*row->calling_team_id, std::move(leavers),
                           "place:" + std::to_string(row->position.value)};
  }
  since->second = std::min(since->second, now);  // The clock may have been put back.
  out.free = now.value - since->second.value >= kWaitFor;
  return out;
}

}  // namespace lockstep::effects
