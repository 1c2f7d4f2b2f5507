// Process: a competitor asks for a team, the team takes or refuses them, the old team lets them go.
#pragma once
#include <vector>

#include "engine/process/reaction.h"
#include "events/competitor_events.h"
#include "events/platform_events.h"
#include "events/team_events.h"

namespace lockstep::process::roster {

std::vector<Reaction> react(const events::CompetitorTeamRequested& e);
std::vector<Reaction> react(const events::CompetitorTeamAssigned& e);
std::vector<Reaction> react(const events::CompetitorTeamLeft& e);
std::vector<Reaction> react(const events::TeamMemberAdded& e);
std::vector<Reaction> react(const events::TeamMemberRefused& e);
std::vector<Reaction> react(const events::TeamMemberRemoved& e);
std::vector<Reaction> react(const events::TeamMemberCleared& e);
/// The vendor does not have the team, which makes itself again.
std::vector<Reaction> react(const events::CompetitorAssignmentFailed& e);
/// An admin lets these removals go: each competitor is told where the vendor has them.
std::vector<Reaction> react(const events::PlatformRemovalsApproved& e);

}  // namespace lockstep::process::roster
