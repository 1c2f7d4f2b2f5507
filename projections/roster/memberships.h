// Who is on which team, and does the vendor know? Reads competitor rows: runs after Competitors.
#pragma once
#include "projections/projection.h"
#include "projections/roster/rows.h"

namespace lockstep::projections {

struct Memberships {
  static void apply(const RosterRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
