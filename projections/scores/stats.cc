// Fold of answers into counts. A solve counts when its row is new, so the counts equal the rows
// whatever the events repeat: this runs before the projections that store them.
#include "projections/scores/stats.h"

#include <set>

#include "base/saturating.h"
#include "events/codec.h"
#include "projections/scores/solve_row.h"

namespace lockstep::projections {

namespace {

using Handled = Handles<events::ScoresOdlRecorded, events::ScoresFlashRecorded>;

struct Count {
  std::int64_t solves = 0;
  std::int64_t points = 0;
};

Count count_new(const ScoresRows& rows, const CompetitorId& competitor,
                const std::vector<events::Solve>& solves) {
  Count out;
  std::set<std::string> seen;
  for (const auto& solve : solves) {
    if (!seen.insert(events::solve_key(solve)).second) continue;
    const auto* stored = rows.find(solve_row(competitor, solve));
    if (stored != nullptr && !mends(solve, *stored)) continue;
    if (stored == nullptr) out.solves += 1;
    const auto before = stored == nullptr ? 0 : stored->challenge_points;
    const auto more = base::saturating_subtract(solve.challenge_points, before);
    out.points = base::saturating_add(out.points, more);
  }
  return out;
}

void change(const ScoresRows& rows, StatsRow& row, const EventMeta& meta,
            const events::ScoresOdlRecorded& e) {
  const auto fresh = count_new(rows, e.competitor_id, e.new_solves);
  row.odl_solves_stored += fresh.solves;
  row.odl_points_stored = base::saturating_add(row.odl_points_stored, fresh.points);
  if (!e.totals) return;
  const auto& totals = *e.totals;
  // What the vendor did not tell is as it was.
  if (!events::is_odd(totals.odd, events::kTotalSolved))
    row.challenges_completed = totals.challenges_solved;
  if (!events::is_odd(totals.odd, events::kTotalPoints)) row.total_score = totals.points;
  if (!events::is_odd(totals.odd, events::kCategoryPoints) || !totals.category_points.empty())
    row.category_points = events::to_json(totals.category_points);
  if (!totals.odd) row.totals_fetched_at = meta.recorded_at;
}
void change(const ScoresRows& rows, StatsRow& row, const EventMeta& /*meta*/,
            const events::ScoresFlashRecorded& e) {
  const auto fresh = count_new(rows, e.competitor_id, e.new_solves);
  row.flash_solves_stored += fresh.solves;
  row.flash_points_stored = base::saturating_add(row.flash_points_stored, fresh.points);
  std::set<std::string> seen;
  for (const auto& event : e.changed_events) {
    const bool first = seen.insert(event.event_id).second;
    const auto key = keyed<FlashEventRow>(e.competitor_id, event.event_id);
    if (first && rows.find(key) == nullptr) row.flash_events_joined += 1;
  }
}

}  // namespace

void Stats::apply(const ScoresRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<Handled>(event, [&](const auto& e) {
    auto row = take_or(rows, keyed<StatsRow>(e.competitor_id));
    change(rows, row, meta, e);
    row.position = meta.position;
    rows.put(std::move(row));
  });
}

}  // namespace lockstep::projections
