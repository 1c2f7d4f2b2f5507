// What has each competitor solved? Facts are only ever added, whole, by their full identity.
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct Solves {
  static constexpr std::string_view kName = "solves";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
