// Which coaches are there, and how does each stand with the vendor?
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct Coaches {
  static constexpr std::string_view kName = "coaches";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
