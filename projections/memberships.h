// Who is on which team, and does the vendor know? Reads competitor rows: runs after Competitors.
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct Memberships {
  static constexpr std::string_view kName = "memberships";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
