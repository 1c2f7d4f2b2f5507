// How much has each competitor solved: the vendor's totals, and our own counts beside them?
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct Stats {
  static constexpr std::string_view kName = "stats";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
