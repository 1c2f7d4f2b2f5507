#include "projections/scores/scores.h"

#include "projections/group_info.h"
#include "projections/scores/flash_events.h"
#include "projections/scores/solves.h"
#include "projections/scores/stats.h"
#include "projections/scores/sync_state.h"

namespace lockstep::projections {

namespace {

void note_user(const ScoresRows& rows, const EventMeta& meta,
               const events::CompetitorOnboarded& e) {
  auto row = keyed<PlatformUserRow>(e.competitor_id);
  row.metactf_user_id = e.metactf_user_id;
  row.position = meta.position;
  rows.put(std::move(row));
}

}  // namespace

// Stats read solves and Flash events as they were before the event.
void Scores::apply(const ScoresRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<Handles<events::CompetitorOnboarded>>(event,
                                             [&](const auto& e) { note_user(rows, meta, e); });
  Stats::apply(rows, meta, event);
  Solves::apply(rows, meta, event);
  FlashEvents::apply(rows, meta, event);
  SyncState::apply(rows, meta, event);
}

template GroupInfo info_of<Scores>();

}  // namespace lockstep::projections
