// What is still to be done at the vendor? Reads no rows but its own.
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct OpenWork {
  static constexpr std::string_view kName = "open_work";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
