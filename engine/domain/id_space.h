// Coaches and competitors share one space of ids, because the vendor does: a competitor under a
// coach's id would be given the coach's account. Whoever was there first has the id for ever.
#pragma once
#include <optional>

#include "engine/domain/coach.h"
#include "engine/domain/competitor.h"
#include "events/ids.h"

namespace lockstep::domain {

/// The stream that must not be there when this one begins; none: any may be.
inline std::optional<StreamId> excluded_by(const StreamId& stream) {
  if (stream.category == Coach::kCategory)
    return StreamId{std::string(Competitor::kCategory), stream.id};
  if (stream.category == Competitor::kCategory)
    return StreamId{std::string(Coach::kCategory), stream.id};
  return std::nullopt;
}

}  // namespace lockstep::domain
