// How fresh is what we know about each competitor's scores, and what did the last poll come to?
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct SyncState {
  static constexpr std::string_view kName = "sync_state";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
