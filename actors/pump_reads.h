// Everything that the effect pump reads, and how the planner wants it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "actors/environment.h"
#include "engine/effects/planner.h"

namespace lockstep::actors {

/// Position of what it was given. The read store may not be readable now.
Result<Position> load_open_work(const Environment& env, effects::Planner& planner);

/// Whose work these are: ids of coaches as the read store knows them, empty when it does not.
std::vector<std::string> tenants_of(const Environment& env,
                                    const std::vector<effects::WorkKey>& keys);
std::optional<effects::Intent> read_intent(const Environment& env, Position position);
std::optional<effects::Cursor> read_cursor(const Environment& env, const CompetitorId& id);
/// Everybody as they are now; none: they cannot be read.
std::optional<process::Roster> read_roster(const Environment& env);

}  // namespace lockstep::actors
