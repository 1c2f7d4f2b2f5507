// Process: what an admin has decided about many accounts at once is told to each of their holders.
#pragma once
#include <vector>

#include "engine/any_command.h"
#include "engine/process/reaction.h"
#include "events/platform_events.h"

namespace lockstep::process::accounts {

/// What its holder is told.
AnyCommand command_for(const events::FoundAccount& found, events::AccountDecision decision,
                       const domain::AccountInQuestion& question);

/// Who has changed since refuses, and stays held.
std::vector<Reaction> react(const events::PlatformAccountsDecided& e);

}  // namespace lockstep::process::accounts
