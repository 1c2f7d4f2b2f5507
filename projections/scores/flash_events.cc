// Fold of Flash CTF answers into one row per competitor and event. Results change while an event
// runs, so a row is replaced; when it was first seen stays.
#include "projections/scores/flash_events.h"

#include "projections/scores/solve_row.h"

namespace lockstep::projections {

namespace {

FlashEventRow flash_row(const CompetitorId& competitor, const events::FlashEvent& event) {
  auto row = keyed<FlashEventRow>(competitor, event.event_id);
  row.name = event.name;
  row.challenges_solved = event.challenges_solved;
  row.score = event.points_earned;
  row.max_points_possible = event.max_points_possible;
  row.rank = event.rank;
  row.started_at = event.started_at;
  row.raw_payload = event.raw;
  row.raw_text = event.raw_text;
  row.odd_members = names_of(event.odd);
  return row;
}

}  // namespace

void FlashEvents::apply(const ScoresRows& rows, const EventMeta& meta,
                        const events::AnyEvent& event) {
  when<Handles<events::ScoresFlashRecorded>>(event, [&](const auto& e) {
    if (e.changed_events.empty()) return;
    const auto user = rows.get(keyed<PlatformUserRow>(e.competitor_id));
    for (const auto& changed : e.changed_events) {
      auto row = flash_row(e.competitor_id, changed);
      const auto before = rows.get(row);
      row.ingested_at = before ? before->ingested_at : meta.recorded_at;
      if (user) row.metactf_user_id = user->metactf_user_id;
      row.position = meta.position;
      rows.put(std::move(row));
    }
  });
}

}  // namespace lockstep::projections
