// Process: competitors and teams wait for their coach's account, and go on when it allows them.
#pragma once
#include <vector>

#include "engine/process/reaction.h"
#include "events/coach_events.h"
#include "events/competitor_events.h"
#include "events/team_events.h"

namespace lockstep::process::onboarding {

std::vector<Reaction> react(const events::CompetitorOnboardingWanted& e);
std::vector<Reaction> react(const events::TeamFactsRecorded& e);
std::vector<Reaction> react(const events::CoachDependentWaiting& e);
std::vector<Reaction> react(const events::CoachDependentCleared& e);

}  // namespace lockstep::process::onboarding
