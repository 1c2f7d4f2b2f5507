// How fresh is what we know about each competitor's scores, and what did the last poll come to?
#pragma once
#include "projections/projection.h"
#include "projections/scores/rows.h"

namespace lockstep::projections {

struct SyncState {
  static void apply(const ScoresRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
