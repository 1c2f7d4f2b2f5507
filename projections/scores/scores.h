// What has everybody solved, and how fresh is that?
#pragma once
#include <string_view>

#include "projections/projection.h"
#include "projections/scores/rows.h"

namespace lockstep::projections {

struct Scores {
  static constexpr std::string_view kName = "scores";
  static constexpr std::string_view kVersion = "2";
  using Rows = ScoresTables;
  using Inputs = Handles<events::CompetitorOnboarded, events::ScoresOdlRecorded,
                         events::ScoresFlashRecorded, events::ScoresSyncFailed>;
  static void apply(const ScoresRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
