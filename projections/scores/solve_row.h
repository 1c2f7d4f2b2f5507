// A solve as its row, for the projections that store and count solves.
#pragma once
#include <iterator>
#include <sstream>

#include "events/vendor_types.h"
#include "projections/scores/rows.h"
#include "projections/tables/row_key.h"

namespace lockstep::projections {

/// As one column has them.
inline std::optional<std::string> names_of(const events::OddMembers& odd) {
  std::optional<std::string> out;
  for (const auto& name : odd.value_or(std::vector<std::string>{}))
    out = out ? *out + " " + name : name;
  return out;
}
inline events::OddMembers members_in(const std::optional<std::string>& names) {
  if (!names) return std::nullopt;
  std::istringstream in{*names};
  return std::vector<std::string>{std::istream_iterator<std::string>{in}, {}};
}

/// Key and facts; who and when is for the caller to add.
inline SolveRow solve_row(const CompetitorId& competitor, const events::Solve& solve) {
  auto row = keyed<SolveRow>(competitor, solve.source, solve.event_id, solve.challenge_solve_id,
                             solve.challenge_id, solve.solved_at);
  row.challenge_title = solve.challenge_title;
  row.challenge_category = solve.challenge_category;
  row.challenge_points = solve.challenge_points;
  row.raw_payload = solve.raw;
  row.raw_text = solve.raw_text;
  row.odd_members = names_of(solve.odd);
  return row;
}

/// What could not be read of the row is there now: the one reason to touch a stored solve.
inline bool mends(const events::Solve& solve, const SolveRow& row) {
  events::Solve stored;
  stored.odd = members_in(row.odd_members);
  return events::is_incomplete(stored) && !events::is_incomplete(solve);
}

}  // namespace lockstep::projections
