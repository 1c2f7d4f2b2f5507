// Fold of polls into one row per competitor. Cursors are the vendor's time and move only with a
// whole, valid answer; "needs totals" is derived on every event, so nothing can overwrite it.
#include "projections/scores/sync_state.h"

namespace lockstep::projections {

namespace {

using Handled =
    Handles<events::ScoresOdlRecorded, events::ScoresFlashRecorded, events::ScoresSyncFailed>;

void change(SyncStateRow& row, const EventMeta& meta, const events::ScoresOdlRecorded& e) {
  row.odl_result = e.result;
  row.odl_error.reset();
  row.solve_id_collisions += e.solve_id_collisions;
  row.last_odl_synced_at = meta.recorded_at;
  row.odl_cursor = e.cursor;
  if (e.totals) row.totals_cursor = e.cursor;
  if (e.last_accessed_at) row.last_remote_accessed_at = e.last_accessed_at;
}
void change(SyncStateRow& row, const EventMeta& meta, const events::ScoresFlashRecorded& e) {
  row.flash_result = e.result;
  row.flash_error.reset();
  row.solve_id_collisions += e.solve_id_collisions;
  row.last_flash_ctf_synced_at = meta.recorded_at;
  row.flash_cursor = e.cursor;
}
void change(SyncStateRow& row, const EventMeta& /*meta*/, const events::ScoresSyncFailed& e) {
  const bool odl = e.feed == events::Feed::odl;
  (odl ? row.odl_result : row.flash_result) = e.result;
  (odl ? row.odl_error : row.flash_error) = e.failure.message;
}

// A feed that works must not hide the other one that fails.
void derive(SyncStateRow& row, events::SyncResult newest) {
  row.error_message = row.odl_error ? row.odl_error : row.flash_error;
  if (row.odl_error)
    row.last_result = row.odl_result;
  else if (row.flash_error)
    row.last_result = row.flash_result;
  else
    row.last_result = newest;
}

}  // namespace

void SyncState::apply(const ScoresRows& rows, const EventMeta& meta,
                      const events::AnyEvent& event) {
  when<Handled>(event, [&](const auto& e) {
    auto row = take_or(rows, keyed<SyncStateRow>(e.competitor_id));
    change(row, meta, e);
    row.last_attempt_at = meta.recorded_at;
    derive(row, e.result);
    row.needs_totals_refresh = row.odl_cursor > row.totals_cursor;  // None is before every time.
    row.position = meta.position;
    rows.put(std::move(row));
  });
}

}  // namespace lockstep::projections
