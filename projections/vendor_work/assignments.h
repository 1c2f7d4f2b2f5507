// Where should everybody be at the vendor, where do we believe them to be, and is anything of it
// under way? For reconciliation.
#pragma once
#include <set>
#include <string>

#include "projections/projection.h"
#include "projections/vendor_work/rows.h"

namespace lockstep::projections {

struct Assignments {
  static void apply(const WorkRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

/// The ids of the teams that they may be on at the vendor, for all the log says.
std::set<std::string> may_be_on(const AssignmentRow& row);

}  // namespace lockstep::projections
