// A solve as its row, for the projections that store and count solves.
#pragma once
#include "events/vendor_types.h"
#include "projections/scores/rows.h"
#include "projections/tables/row_key.h"

namespace lockstep::projections {

/// Key and facts; who and when is for the caller to add.
inline SolveRow solve_row(const CompetitorId& competitor, const events::Solve& solve) {
  auto row = keyed<SolveRow>(competitor, solve.source, solve.event_id, solve.challenge_solve_id,
                             solve.challenge_id, solve.solved_at);
  row.challenge_title = solve.challenge_title;
  row.challenge_category = solve.challenge_category;
  row.challenge_points = solve.challenge_points;
  row.raw_payload = solve.raw;
  return row;
}

}  // namespace lockstep::projections
