// Process: a team asks its coach for a name by number, as competitors ask teams for places. The
// coach holds the name or refuses it, the team confirms, and what it had before is released. Every
// step may be repeated or come late: the numbers tell.
#pragma once
#include <vector>

#include "engine/process/reaction.h"
#include "events/coach_events.h"
#include "events/team_events.h"

namespace lockstep::process::team_names {

std::vector<Reaction> react(const events::TeamNameRequested& e);
std::vector<Reaction> react(const events::CoachTeamNameHeld& e);
std::vector<Reaction> react(const events::CoachTeamNameRefused& e);
std::vector<Reaction> react(const events::TeamNameRefused& e);
std::vector<Reaction> react(const events::TeamFactsRecorded& e);
std::vector<Reaction> react(const events::TeamDeleted& e);

}  // namespace lockstep::process::team_names
