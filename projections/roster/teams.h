// Which teams are there, and does the vendor have them?
#pragma once
#include "projections/projection.h"
#include "projections/roster/rows.h"

namespace lockstep::projections {

struct Teams {
  static void apply(const RosterRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
