// What did the reconciliations find, and which removals wait for an admin?
#pragma once
#include <string_view>

#include "projections/drift/rows.h"
#include "projections/projection.h"

namespace lockstep::projections {

struct Drift {
  static constexpr std::string_view kName = "drift";
  static constexpr std::string_view kVersion = "1";
  using Rows = DriftTables;
  using Inputs = events::PlatformEvent;
  static void apply(const DriftRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
