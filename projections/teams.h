// Which teams are there, and does the vendor have them?
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct Teams {
  static constexpr std::string_view kName = "teams";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
