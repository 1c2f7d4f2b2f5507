// Scores: facts are only ever added, cursors are in the vendor's time, identity is never shortened.
#include <algorithm>

#include "engine/domain/competitor_rules.h"
#include "engine/retry_policy.h"

namespace lockstep::domain::competitor_rules {

namespace {

struct NewSolves {
  std::vector<events::Solve> solves;
  std::int64_t collisions = 0;  ///< A known vendor id, but another solve.
  std::optional<VendorTime> cursor;
};

NewSolves select_new(const State& state, const std::vector<events::Solve>& answer,
                     std::optional<VendorTime> cursor) {
  NewSolves out{.solves = {}, .collisions = 0, .cursor = cursor};
  auto seen = state.known_solves;
  auto ids = state.solve_ids;
  for (const auto& solve : answer) {
    if (!out.cursor || *out.cursor < solve.solved_at) out.cursor = solve.solved_at;
    if (!seen.insert(events::solve_key(solve)).second) continue;
    if (!ids.insert(std::to_string(solve.challenge_solve_id)).second) ++out.collisions;
    out.solves.push_back(solve);
  }
  return out;
}

events::SyncResult result_of(bool news) {
  return news ? events::SyncResult::synced : events::SyncResult::skipped_no_new_data;
}

}  // namespace

Result<Events> request_sync(const State& state, const RequestSync& /*c*/) {
  if (state.id.empty()) return kUnknownCompetitor;
  if (!state.metactf_user_id) return kNotOnboarded;
  if (state.sync_pending) return Events{};
  return Events{events::CompetitorSyncRequested{state.id, state.sync_no + 1}};
}

Result<Events> record_odl(const State& state, const RecordOdlScores& c) {
  if (!state.metactf_user_id || state.last_odl_call == c.call_id) return Events{};
  const auto found = select_new(state, c.solves, state.odl_cursor);
  const bool whole = !c.asked_after;
  const bool news = !found.solves.empty() || (whole && state.totals != c.totals);
  return Events{events::CompetitorOdlRecorded{
      state.id, c.call_id, result_of(news), c.asked_after, found.solves,
      whole ? std::optional(c.totals) : std::nullopt, found.cursor,
      c.last_accessed_at.value > 0 ? std::optional(c.last_accessed_at) : std::nullopt,
      found.collisions, c.unknown_fields}};
}

Result<Events> record_flash(const State& state, const RecordFlashProgress& c) {
  if (!state.metactf_user_id || state.last_flash_call == c.call_id) return Events{};
  const auto found = select_new(state, c.solves, state.flash_cursor);
  std::vector<events::FlashEvent> changed;
  for (const auto& event : c.events) {
    const auto known = state.flash_events.find(event.event_id);
    if (known == state.flash_events.end() || known->second != event) changed.push_back(event);
  }
  const bool news = !found.solves.empty() || !changed.empty();
  return Events{events::CompetitorFlashRecorded{state.id, c.call_id, result_of(news), changed,
                                                found.solves, found.cursor, found.collisions,
                                                c.unknown_fields}};
}

Result<Events> record_sync_failure(const State& state, const RecordSyncFailure& c,
                                   const Context& context) {
  const bool odl = c.feed == events::Feed::odl;
  if (!state.metactf_user_id || (odl ? state.last_odl_call : state.last_flash_call) == c.call_id)
    return Events{};
  const auto attempt = (odl ? state.odl_failures : state.flash_failures) + 1;
  return Events{
      events::CompetitorSyncFailed{state.id, c.call_id, c.feed, c.result, attempt, c.failure,
                                   next_retry(c.failure, attempt, context.now, context.seed)}};
}

}  // namespace lockstep::domain::competitor_rules
