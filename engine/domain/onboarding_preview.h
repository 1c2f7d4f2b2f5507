// What "Add to Game Platform" would do, without doing it: the same rules on a copy of the state, in
// a function that has nothing to write to (lessons.md, "Dry run made real calls").
#pragma once
#include <optional>

#include "engine/domain/competitor.h"

namespace lockstep::domain {

enum class WouldDo : std::uint8_t {
  disclose,        ///< The payload would be sent now.
  wait_for_coach,  ///< The payload would be sent once the coach's account allows it.
  nothing,         ///< The game platform has the competitor, or is being asked right now.
  refuse
};
BOOST_DESCRIBE_ENUM(WouldDo, disclose, wait_for_coach, nothing, refuse)

struct OnboardingPreview {
  WouldDo outcome = WouldDo::nothing;
  std::optional<events::UserPayload> payload;
  std::optional<Error> refusal;
};

/// `coach`: what the coach would lend; `coach_may`: the coach's account allows competitors now.
OnboardingPreview preview_onboarding(const Competitor::State& state, const CoachClearance& coach,
                                     bool coach_may, const Context& context,
                                     const OnboardingPolicy& policy);

}  // namespace lockstep::domain
