// Which Flash CTF events has each competitor taken part in?
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct FlashEvents {
  static constexpr std::string_view kName = "flash_events";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
