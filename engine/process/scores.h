// Process: whoever is on the game platform has scores there.
#pragma once
#include <vector>

#include "engine/process/reaction.h"
#include "events/competitor_events.h"

namespace lockstep::process::scores {

std::vector<Reaction> react(const events::CompetitorOnboarded& e);

}  // namespace lockstep::process::scores
