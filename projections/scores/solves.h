// What has each competitor solved? Facts are only ever added, whole, by their full identity.
#pragma once
#include "projections/projection.h"
#include "projections/scores/rows.h"

namespace lockstep::projections {

struct Solves {
  static void apply(const ScoresRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
