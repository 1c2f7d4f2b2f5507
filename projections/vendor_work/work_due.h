// When open work is due. One rule for who does it and for who explains why it is not done yet.
#pragma once
#include <chrono>
#include <optional>

#include "events/ids.h"
#include "projections/vendor_work/work_kind.h"

namespace lockstep::projections {

/// How often things are asked for again.
struct WorkIntervals {
  std::chrono::milliseconds poll{std::chrono::minutes{30}};
  std::chrono::milliseconds coach_check{std::chrono::minutes{1}};
  std::chrono::milliseconds reconcile{std::chrono::minutes{30}};
};

/// What is known of the times of one piece of work.
struct WorkTimes {
  std::optional<Timestamp> not_before;  ///< Of a retry: when it is due.
  std::optional<Timestamp> last_at;     ///< When it was last answered, or asked for.
};

/// Scores are asked for: what is polled at an interval.
bool is_poll(WorkKind kind);
/// Asked for by the clock, without an intent in the log: scores, a coach's status, the list of
/// assignments.
bool is_polled(WorkKind kind);

/// None: as soon as there is a place for it.
/// A time that the clock cannot have shown (it was put back since) delays nothing: of an answer it
/// counts as `now`, and a retry planned by it is due.
std::optional<Timestamp> due_at(const WorkTimes& times, WorkKind kind,
                                const WorkIntervals& intervals, Timestamp now);

}  // namespace lockstep::projections
