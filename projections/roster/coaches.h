// Which coaches are there, and how does each stand with the vendor?
#pragma once
#include "projections/projection.h"
#include "projections/roster/rows.h"

namespace lockstep::projections {

struct Coaches {
  static void apply(const RosterRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
