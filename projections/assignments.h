// Where should everybody be at the vendor, where do we believe him to be, and is anything of it
// under way? For reconciliation.
#pragma once
#include <set>
#include <string>
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct Assignments {
  static constexpr std::string_view kName = "assignments";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

/// The ids of the teams that he may be on at the vendor, for all the log says.
std::set<std::string> may_be_on(const AssignmentRow& row);

}  // namespace lockstep::projections
