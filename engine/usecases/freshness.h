// How fresh what we know is. The log says when something new came, the operations store when it was
// last asked for and what came of it: both together are the answer, and it is operational: after a
// loss of that store it begins anew.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/ports/operations.h"
#include "projections/scores/rows.h"
#include "projections/vendor_work/rows.h"

namespace lockstep::usecases {

/// The stream that a competitor's polls are noted under.
std::string polls_subject(const CompetitorId& competitor);

/// `row`: as the log has it; none: no news yet. `polls`: the competitor's. None: never polled.
std::optional<projections::SyncStateRow> sync_state_now(
    const CompetitorId& competitor, const std::optional<projections::SyncStateRow>& row,
    const std::vector<ports::Poll>& polls);

/// Work with the times of the newest polls in it.
std::vector<projections::OpenWorkRow> work_now(std::vector<projections::OpenWorkRow> rows,
                                               const std::vector<ports::Poll>& polls);

/// Of many competitors. Whoever lacks an answer of a feed is not fresh at all, and counted apart.
struct ScoreFreshness {
  std::optional<Timestamp> newest;  ///< The newest whole answer of anybody.
  std::optional<Timestamp> oldest;  ///< Each is as fresh as the feed that was answered longest ago.
  std::int64_t never{};
  std::int64_t failing{};  ///< Whose newest poll of a feed gave no usable answer.
};
/// `competitors`: those on the game platform. `rows`: as the log has them. `polls`: theirs; others'
/// are passed over.
ScoreFreshness freshness_of(const std::vector<CompetitorId>& competitors,
                            const std::map<CompetitorId, projections::SyncStateRow>& rows,
                            const std::vector<ports::Poll>& polls);

}  // namespace lockstep::usecases
