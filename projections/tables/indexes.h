// Which columns are searched for, besides the keys. Both stores make an index of each.
#pragma once
#include <string>
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

/// E.g. `competitors_by_coach_id`: one of other columns is another index.
inline std::string index_name(const TableIndex& index) {
  auto out = std::string(index.table) + "_by_";
  for (const char c : index.columns)
    if (c != ' ') out += c == ',' ? '_' : c;
  return out;
}

}  // namespace lockstep::projections
