#include "engine/process/onboarding.h"

namespace lockstep::process::onboarding {

using namespace domain;  // NOLINT(google-build-using-namespace): the commands are the vocabulary
                         // here
using events::DependentKind;

std::vector<Reaction> react(const events::CompetitorOnboardingWanted& e) {
  return {
      {e.coach_id.value,
       CoachCommand{ClearDependent{e.coach_id, DependentKind::competitor, e.competitor_id.value}},
       {}}};
}

std::vector<Reaction> react(const events::TeamFactsRecorded& e) {
  return {{e.coach_id.value,
           CoachCommand{ClearDependent{e.coach_id, DependentKind::team, e.team_id.value}},
           {}}};
}

std::vector<Reaction> react(const events::CoachDependentWaiting& e) {
  if (e.kind == DependentKind::team) return {};
  return {{e.dependent_id, CompetitorCommand{ParkOnboarding{e.metactf_user_status}}, {}}};
}

std::vector<Reaction> react(const events::CoachDependentCleared& e) {
  if (e.kind == DependentKind::team)
    return {{e.dependent_id, TeamCommand{ProceedTeamCreation{e.school_name.reveal()}}, {}}};
  return {{e.dependent_id,
           CompetitorCommand{ProceedOnboarding{e.coach_id, e.school_name.reveal(), e.region}},
           {}}};
}

}  // namespace lockstep::process::onboarding
