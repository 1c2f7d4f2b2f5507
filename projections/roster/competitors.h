// Which competitors are there, and how does each stand: status, onboarding, team, last error?
#pragma once
#include "projections/projection.h"
#include "projections/roster/rows.h"

namespace lockstep::projections {

struct Competitors {
  static void apply(const RosterRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
