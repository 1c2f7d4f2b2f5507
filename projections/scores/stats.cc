// Fold of answers into counts. A solve counts when its row is new, so the counts equal the rows
// whatever the events repeat: this runs before the projections that store them.
#include "projections/scores/stats.h"

#include <set>

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
    if (rows.find(solve_row(competitor, solve)) != nullptr) continue;
    out.solves += 1;
    out.points += solve.challenge_points;
  }
  return out;
}

void change(const ScoresRows& rows, StatsRow& row, const EventMeta& meta,
            const events::ScoresOdlRecorded& e) {
  const auto fresh = count_new(rows, e.competitor_id, e.new_solves);
  row.odl_solves_stored += fresh.solves;
  row.odl_points_stored += fresh.points;
  if (!e.totals) return;
  row.challenges_completed = e.totals->challenges_solved;
  row.total_score = e.totals->points;
  row.category_points = events::to_json(e.totals->category_points);
  row.totals_fetched_at = meta.recorded_at;
}
void change(const ScoresRows& rows, StatsRow& row, const EventMeta& /*meta*/,
            const events::ScoresFlashRecorded& e) {
  const auto fresh = count_new(rows, e.competitor_id, e.new_solves);
  row.flash_solves_stored += fresh.solves;
  row.flash_points_stored += fresh.points;
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
