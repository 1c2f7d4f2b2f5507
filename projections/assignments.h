// Where should everybody be at the vendor, where do we believe him to be, and is anything of it
// under way? For reconciliation.
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct Assignments {
  static constexpr std::string_view kName = "assignments";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
