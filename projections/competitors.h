// Which competitors are there, and how does each stand: status, onboarding, team, last error?
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct Competitors {
  static constexpr std::string_view kName = "competitors";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
