// Which columns are searched for, besides the keys. Both stores make an index of each.
#pragma once
#include <string_view>

namespace lockstep::projections {

struct TableIndex {
  std::string_view table;
  std::string_view columns;
};

inline constexpr TableIndex kTableIndexes[] = {
    {"competitors", "coach_id"},
    {"teams", "coach_id"},
    {"team_memberships", "team_id"},
    {"game_platform_challenge_solves", "syned_user_id, solved_at"},
    {"drift_runs", "requested_position"},
    {"drift_removals", "run_id"},
    {"stream_owners", "coach_id"},
};

}  // namespace lockstep::projections
