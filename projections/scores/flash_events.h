// Which Flash CTF events has each competitor taken part in?
#pragma once
#include "projections/projection.h"
#include "projections/scores/rows.h"

namespace lockstep::projections {

struct FlashEvents {
  static void apply(const ScoresRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
