// Whose is it, and since when? For what may be seen of the past: a coach sees of a competitor what
// happened since the competitor became theirs.
#pragma once
#include <string_view>

#include "projections/owners/rows.h"
#include "projections/projection.h"

namespace lockstep::projections {

/// Whose row tells whose this stream is: a competitor's scores go with the competitor.
inline StreamId owned_with(const StreamId& stream) {
  return stream.category == "scores" ? StreamId{"competitor", stream.id} : stream;
}

struct Owners {
  static constexpr std::string_view kName = "owners";
  static constexpr std::string_view kVersion = "1";
  using Rows = OwnersTables;
  using Inputs = Handles<events::CompetitorFactsRecorded, events::TeamFactsRecorded>;
  static void apply(const OwnersRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
