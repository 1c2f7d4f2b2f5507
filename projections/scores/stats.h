// How much has each competitor solved: the vendor's totals, and our own counts beside them?
#pragma once
#include "projections/projection.h"
#include "projections/scores/rows.h"

namespace lockstep::projections {

struct Stats {
  static void apply(const ScoresRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
