// Facts are only ever added, cursors are in the vendor's time, identity is never shortened.
#include "engine/domain/scores.h"

#include <algorithm>

#include "engine/overloaded.h"

namespace lockstep::domain {

namespace {

using State = Scores::State;
using Events = std::vector<Scores::Event>;
using events::SyncResult;

const Error kNotOnboarded{Errc::conflict, "competitor-not-onboarded",
                          "The competitor is not on the game platform.",
                          "Add the competitor to the game platform first."};

struct NewSolves {
  std::vector<events::Solve> solves;
  std::int64_t collisions = 0;  ///< A known vendor id, but another solve.
  std::optional<VendorTime> cursor;
};

NewSolves select_new(const State& state, const std::vector<events::Solve>& answer,
                     std::optional<VendorTime> cursor) {
  NewSolves out{.solves = {}, .collisions = 0, .cursor = cursor};
  std::set<std::string> seen;
  std::set<std::string> ids;
  for (const auto& solve : answer) {
    if (!out.cursor || *out.cursor < solve.solved_at) out.cursor = solve.solved_at;
    const auto key = events::solve_key(solve);
    if (state.known_solves.contains(key) || !seen.insert(key).second) continue;
    const auto id = std::to_string(solve.challenge_solve_id);
    if (state.solve_ids.contains(id) || !ids.insert(id).second) ++out.collisions;
    out.solves.push_back(solve);
  }
  return out;
}

SyncResult result_of(bool news) {
  return news ? SyncResult::synced : SyncResult::skipped_no_new_data;
}

Events begin(const State& state, const BeginScores& c) {
  if (!state.id.empty()) return {};
  return {events::ScoresBegun{c.competitor_id, c.metactf_user_id}};
}

Result<Events> request_sync(const State& state) {
  if (state.id.empty()) return kNotOnboarded;
  if (state.sync_pending) return Events{};
  return Events{events::ScoresSyncRequested{state.id, state.sync_no + 1}};
}

Events record_odl(const State& state, const RecordOdlScores& c) {
  if (state.id.empty() || state.last_odl_call == c.call_id) return {};
  const auto found = select_new(state, c.solves, state.odl_cursor);
  const bool whole = !c.asked_after;
  const auto accessed =
      c.last_accessed_at.value > 0 ? std::optional(c.last_accessed_at) : state.last_accessed_at;
  const bool news = !found.solves.empty() || (whole && state.totals != c.totals) ||
                    accessed != state.last_accessed_at;
  const bool caught_up = whole && state.totals_behind;
  if (!news && !caught_up && !state.odl_refusal && !state.sync_pending) return {};
  return {events::ScoresOdlRecorded{state.id, c.call_id, result_of(news), c.asked_after,
                                    found.solves, whole ? std::optional(c.totals) : std::nullopt,
                                    found.cursor, accessed, found.collisions, c.unknown_fields}};
}

Events record_flash(const State& state, const RecordFlashProgress& c) {
  if (state.id.empty() || state.last_flash_call == c.call_id) return {};
  const auto found = select_new(state, c.solves, state.flash_cursor);
  std::vector<events::FlashEvent> changed;
  for (const auto& event : c.events) {
    const auto known = state.flash_events.find(event.event_id);
    if (known == state.flash_events.end() || known->second != event) changed.push_back(event);
  }
  const bool news = !found.solves.empty() || !changed.empty();
  if (!news && !state.flash_refusal) return {};
  return {events::ScoresFlashRecorded{state.id, c.call_id, result_of(news), changed, found.solves,
                                      found.cursor, found.collisions, c.unknown_fields}};
}

Events record_failure(const State& state, const RecordSyncFailure& c) {
  const bool odl = c.feed == events::Feed::odl;
  if (state.id.empty() || (odl ? state.last_odl_call : state.last_flash_call) == c.call_id)
    return {};
  const bool refused =
      c.result == SyncResult::missing_remote || c.result == SyncResult::not_approved;
  const bool news = refused && (odl ? state.odl_refusal : state.flash_refusal) != c.result;
  if (!news && !(odl && state.sync_pending)) return {};
  return {events::ScoresSyncFailed{state.id, c.call_id, c.feed, c.result, c.failure}};
}

}  // namespace

Result<std::vector<Scores::Event>> Scores::decide(const State& state, const Command& command,
                                                  const Context& /*context*/) {
  return std::visit(
      Overloaded{
          [&](const BeginScores& c) -> Result<Events> { return begin(state, c); },
          [&](const RequestSync&) { return request_sync(state); },
          [&](const RecordOdlScores& c) -> Result<Events> { return record_odl(state, c); },
          [&](const RecordFlashProgress& c) -> Result<Events> { return record_flash(state, c); },
          [&](const RecordSyncFailure& c) -> Result<Events> { return record_failure(state, c); }},
      command);
}

namespace {

void remember(State& s, const std::vector<events::Solve>& solves) {
  for (const auto& solve : solves) {
    s.known_solves.insert(events::solve_key(solve));
    s.solve_ids.insert(std::to_string(solve.challenge_solve_id));
  }
}

void apply(State& s, const events::ScoresBegun& e) {
  s.id = e.competitor_id;
}
void apply(State& s, const events::ScoresSyncRequested& e) {
  s.sync_no = e.sync_no;
  s.sync_pending = true;
}
void apply(State& s, const events::ScoresOdlRecorded& e) {
  remember(s, e.new_solves);
  if (e.totals) s.totals = e.totals;
  s.totals_behind = !e.totals && (s.totals_behind || !e.new_solves.empty());
  s.odl_cursor = e.cursor;
  s.last_accessed_at = e.last_accessed_at;
  s.last_odl_call = e.call_id;
  s.odl_refusal.reset();
  s.sync_pending = false;
}
void apply(State& s, const events::ScoresFlashRecorded& e) {
  remember(s, e.new_solves);
  for (const auto& event : e.changed_events) s.flash_events[event.event_id] = event;
  s.flash_cursor = e.cursor;
  s.last_flash_call = e.call_id;
  s.flash_refusal.reset();
}
void apply(State& s, const events::ScoresSyncFailed& e) {
  const bool odl = e.feed == events::Feed::odl;
  (odl ? s.last_odl_call : s.last_flash_call) = e.call_id;
  if (e.result != SyncResult::failed) (odl ? s.odl_refusal : s.flash_refusal) = e.result;
  if (odl) s.sync_pending = false;
}

}  // namespace

Scores::State Scores::evolve(State state, const Event& event) {
  std::visit([&](const auto& e) { apply(state, e); }, event);
  return state;
}

}  // namespace lockstep::domain
