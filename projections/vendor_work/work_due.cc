#include "projections/vendor_work/work_due.h"

#include <algorithm>

#include "events/retry_time.h"

namespace lockstep::projections {

namespace {

using enum WorkKind;

// None: nothing that is done again by the clock.
std::optional<std::chrono::milliseconds> interval_of(WorkKind kind,
                                                     const WorkIntervals& intervals) {
  if (is_poll(kind)) return intervals.poll;
  if (kind == check_coach_status) return intervals.coach_check;
  if (kind == reconcile) return intervals.reconcile;
  return std::nullopt;
}

}  // namespace

bool is_poll(WorkKind kind) {
  return kind == poll_odl || kind == poll_totals || kind == poll_flash;
}

bool is_polled(WorkKind kind) {
  return interval_of(kind, {}).has_value();
}

std::optional<Timestamp> due_at(const WorkTimes& times, WorkKind kind,
                                const WorkIntervals& intervals, Timestamp now) {
  if (times.not_before)
    return by_a_clock_put_back(*times.not_before, now) ? std::nullopt : times.not_before;
  const auto interval = interval_of(kind, intervals);
  if (!times.last_at || !interval) return std::nullopt;
  return Timestamp{std::min(*times.last_at, now).value + interval->count()};
}

}  // namespace lockstep::projections
