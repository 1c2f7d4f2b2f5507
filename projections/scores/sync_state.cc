// Fold of polls into one row per competitor. Cursors are the vendor's time and move only with a
// whole, valid answer; "needs totals" is ended by totals alone, so nothing can overwrite it.
#include "projections/scores/sync_state.h"

#include "base/saturating.h"

namespace lockstep::projections {

namespace {

using Handled =
    Handles<events::ScoresOdlRecorded, events::ScoresFlashRecorded, events::ScoresSyncFailed>;

/// Where the columns of one feed are.
struct Odd {
  std::int64_t& set_aside;
  std::optional<std::string>& why;
  std::int64_t& stored;
};

// What an event does not say is as it was.
template <class E>
void take_odd(SyncStateRow& row, const Odd& odd, const E& e) {
  row.odd_times = base::saturating_add(row.odd_times, e.odd_times.value_or(0));
  odd.stored = e.odd_stored.value_or(odd.stored);
  if (!e.set_aside) return;
  odd.set_aside = e.set_aside->count;
  odd.why.reset();
  if (e.set_aside->parts.empty()) return;
  const auto& first = e.set_aside->parts.front();
  odd.why = first.place + ": " + first.why;
}

void change(SyncStateRow& row, const EventMeta& meta, const events::ScoresOdlRecorded& e) {
  row.odl_result = e.result;
  row.odl_error.reset();
  row.solve_id_collisions += e.solve_id_collisions;
  row.last_odl_synced_at = meta.recorded_at;
  row.odl_cursor = e.cursor;
  take_odd(row, {row.odl_set_aside, row.odl_set_aside_why, row.odl_odd_stored}, e);
  row.look_again = e.look_again.value_or(row.look_again);
  row.needs_totals_refresh = !e.totals && (row.needs_totals_refresh || !e.new_solves.empty());
  if (e.totals) row.totals_cursor = e.cursor;
  if (e.last_accessed_at) row.last_remote_accessed_at = e.last_accessed_at;
}
void change(SyncStateRow& row, const EventMeta& meta, const events::ScoresFlashRecorded& e) {
  row.flash_result = e.result;
  row.flash_error.reset();
  row.solve_id_collisions += e.solve_id_collisions;
  row.last_flash_ctf_synced_at = meta.recorded_at;
  row.flash_cursor = e.cursor;
  take_odd(row, {row.flash_set_aside, row.flash_set_aside_why, row.flash_odd_stored}, e);
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
    row.position = meta.position;
    rows.put(std::move(row));
  });
}

}  // namespace lockstep::projections
