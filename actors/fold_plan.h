// Which groups are folded next, and how far: those that stand at the same place go together, so
// that in the steady state there is one transaction for all. Pure.
#pragma once
#include <algorithm>
#include <optional>
#include <vector>

#include "engine/ports/read_model_sink.h"

namespace lockstep::actors {

/// One lane as its runner knows it.
struct LaneProgress {
  ports::LaneState state;
  bool finished = false;                 ///< Caught up once, with all that belongs to it.
  std::optional<Timestamp> rests_until;  ///< It failed by itself: it alone is tried again later.
};

struct FoldStep {
  std::vector<ports::Lane> lanes;
  ports::Checkpoint from;
  Position up_to{};  ///< Where the next ones stand, or the head.
};

/// What is there to fold, those furthest behind first; two or more: the others go on meanwhile.
inline std::vector<FoldStep> plan_folds(const std::vector<LaneProgress>& lanes, Position head,
                                        Timestamp now) {
  std::vector<FoldStep> out;
  for (const auto& lane : lanes) {
    if (lane.rests_until && *lane.rests_until > now) continue;
    const auto found = std::ranges::find(out, lane.state.at, &FoldStep::from);
    if (found != out.end())
      found->lanes.push_back(lane.state.lane);
    else
      out.push_back({{lane.state.lane}, lane.state.at, head});
  }
  std::ranges::sort(out, {}, [](const FoldStep& step) { return step.from.position; });
  for (std::size_t i = 0; i + 1 < out.size(); ++i) out[i].up_to = out[i + 1].from.position;
  std::erase_if(out, [](const FoldStep& step) { return step.from.position >= step.up_to; });
  return out;
}

}  // namespace lockstep::actors
