#include "engine/domain/onboarding_preview.h"

namespace lockstep::domain {

namespace {

using Events = std::vector<Competitor::Event>;

std::optional<events::UserPayload> payload_in(const Events& decided) {
  for (const auto& event : decided)
    if (const auto* intent = std::get_if<events::CompetitorOnboardingRequested>(&event);
        intent != nullptr && !intent->look_only.value_or(false))
      return intent->payload.reveal();
  return std::nullopt;
}

}  // namespace

OnboardingPreview preview_onboarding(const Competitor::State& state, const CoachClearance& coach,
                                     bool coach_may, const Context& context,
                                     const OnboardingPolicy& policy) {
  const auto decided = Competitor::decide(state, OnboardCompetitor{}, context, policy);
  if (!decided) return {WouldDo::refuse, std::nullopt, decided.error()};
  if (auto payload = payload_in(decided.value()))
    return {WouldDo::disclose, std::move(payload), std::nullopt};
  // Wanted from here on: what follows from the coach's word?
  const auto wanted = fold<Competitor>(state, decided.value());
  const auto cleared = Competitor::decide(
      wanted, ProceedOnboarding{state.coach_id, coach.school, coach.region}, context, policy);
  auto payload = cleared ? payload_in(cleared.value()) : std::nullopt;
  if (!payload) return {};
  return {coach_may ? WouldDo::disclose : WouldDo::wait_for_coach, std::move(payload),
          std::nullopt};
}

}  // namespace lockstep::domain
