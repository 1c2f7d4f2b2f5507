// What did the reconciliations find, and which removals wait for an admin?
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct Drift {
  static constexpr std::string_view kName = "drift";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
