// Facts are only ever added, cursors are in the vendor's time, identity is never shortened.
#include "engine/domain/scores.h"

#include <algorithm>

#include "base/saturating.h"
#include "engine/overloaded.h"

namespace lockstep::domain {

namespace {

using State = Scores::State;
using Events = std::vector<Scores::Event>;
using events::SyncResult;
using events::Totals;

const Error kNotOnboarded{Errc::conflict, "competitor-not-onboarded",
                          "The competitor is not on the game platform.",
                          "Add the competitor to the game platform first."};

/// Nothing was solved later than this, as the answer itself has it.
constexpr std::int64_t kClockTolerance = 300;

/// By the vendor's clock; where the answer did not tell it, by ours.
VendorTime latest_believable(std::optional<VendorTime> answered_at, const Context& context) {
  const auto now = answered_at ? answered_at->value : context.now.value / 1000;
  return {base::saturating_add(now, kClockTolerance)};
}

bool is_believable(VendorTime time, VendorTime latest) {
  return time.value > 0 && time <= latest;
}

struct NewSolves {
  std::vector<events::Solve> solves;
  std::int64_t collisions = 0;  ///< A known vendor id, but another solve.
  std::optional<VendorTime> cursor;
  std::int64_t odd_times = 0;
  std::int64_t odd_more = 0;         ///< So many more have an odd member than before.
  std::set<std::string> incomplete;  ///< Of all that are stored then.
};

/// The newest time that can be right, never earlier than it was. One that was moved by a time that
/// cannot be right, before this rule was, counts for nothing.
std::optional<VendorTime> next_cursor(std::optional<VendorTime> cursor, VendorTime latest,
                                      const std::vector<events::Solve>& answer) {
  if (cursor && !is_believable(*cursor, latest)) cursor.reset();
  for (const auto& solve : answer)
    if (is_believable(solve.solved_at, latest)) cursor = std::max(cursor, {solve.solved_at});
  return cursor;
}

/// A solve that is stored stays as it is, but for what could not be read of it then.
NewSolves select_new(const State& state, const Scores::Odd& odd,
                     const std::vector<events::Solve>& answer, VendorTime latest) {
  NewSolves out;
  out.incomplete = odd.incomplete;
  std::set<std::string> seen;
  std::set<std::string> ids;
  for (const auto& solve : answer) {
    const auto key = events::solve_key(solve);
    const bool known = state.known_solves.contains(key);
    const bool mended = odd.incomplete.contains(key) && !events::is_incomplete(solve);
    if ((known && !mended) || !seen.insert(key).second) continue;
    const auto id = std::to_string(solve.challenge_solve_id);
    if (!known && (state.solve_ids.contains(id) || !ids.insert(id).second)) ++out.collisions;
    if (!known && !is_believable(solve.solved_at, latest)) ++out.odd_times;
    if (events::is_incomplete(solve)) out.incomplete.insert(key);
    if (mended) out.incomplete.erase(key);
    out.odd_more += (solve.odd ? 1 : 0) - (mended ? 1 : 0);
    out.solves.push_back(solve);
  }
  return out;
}

/// Only what is another one than before goes into an event.
template <class T>
std::optional<T> if_changed(const T& before, T now) {
  if (before == now) return std::nullopt;
  return now;
}
std::optional<std::int64_t> if_any(std::int64_t count) {
  return count == 0 ? std::nullopt : std::optional(count);
}

/// What the vendor did not tell is as it was.
Totals told(const std::optional<Totals>& known, Totals now) {
  if (!now.odd || !known) return now;
  if (events::is_odd(now.odd, events::kTotalSolved))
    now.challenges_solved = known->challenges_solved;
  if (events::is_odd(now.odd, events::kTotalPoints)) now.points = known->points;
  if (events::is_odd(now.odd, events::kCategoryPoints))
    now.category_points.insert(known->category_points.begin(), known->category_points.end());
  return now;
}
events::FlashEvent told(const events::FlashEvent& known, events::FlashEvent now) {
  if (events::is_odd(now.odd, "challenges_solved")) now.challenges_solved = known.challenges_solved;
  if (events::is_odd(now.odd, "points_earned")) now.points_earned = known.points_earned;
  if (events::is_odd(now.odd, "max_points_possible"))
    now.max_points_possible = known.max_points_possible;
  if (events::is_odd(now.odd, "rank")) now.rank = known.rank;
  return now;
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

Events record_odl(const State& state, const RecordOdlScores& c, const Context& context) {
  if (state.id.empty() || state.last_odl_call == c.call_id) return {};
  const auto latest = latest_believable(c.answered_at, context);
  const auto found = select_new(state, state.odl_odd, c.solves, latest);
  const bool whole = !c.asked_after;
  const auto totals = told(state.totals, c.totals);
  const auto accessed =
      c.last_accessed_at.value > 0 ? std::optional(c.last_accessed_at) : state.last_accessed_at;
  const bool news = !found.solves.empty() || (whole && state.totals != totals) ||
                    accessed != state.last_accessed_at;
  const bool caught_up = whole && state.totals_behind;
  // What a filter has let through may lack what is odd.
  const auto& aside = whole || c.set_aside.count > 0 ? c.set_aside : state.odl_odd.set_aside;
  const bool look_again = aside.count > 0 || !found.incomplete.empty();
  const auto changed = if_changed(state.odl_odd.set_aside, aside);
  if (!news && !caught_up && !changed && !state.odl_refusal && !state.sync_pending) return {};
  return {events::ScoresOdlRecorded{
      state.id, c.call_id, result_of(news), c.asked_after, found.solves,
      whole ? std::optional(totals) : std::nullopt, next_cursor(state.odl_cursor, latest, c.solves),
      accessed, found.collisions, c.unknown_fields, changed,
      if_changed(state.odl_odd.stored, state.odl_odd.stored + found.odd_more),
      if_any(found.odd_times), if_changed(state.look_again, look_again)}};
}

Events record_flash(const State& state, const RecordFlashProgress& c, const Context& context) {
  if (state.id.empty() || state.last_flash_call == c.call_id) return {};
  const auto latest = latest_believable(c.answered_at, context);
  const auto found = select_new(state, state.flash_odd, c.solves, latest);
  std::vector<events::FlashEvent> changed;
  auto odd_more = found.odd_more;
  for (const auto& event : c.events) {
    const auto known = state.flash_events.find(event.event_id);
    const bool is_known = known != state.flash_events.end();
    auto now = is_known ? told(known->second, event) : event;
    if (is_known && known->second == now) continue;
    odd_more += (now.odd ? 1 : 0) - (is_known && known->second.odd ? 1 : 0);
    changed.push_back(std::move(now));
  }
  const bool news = !found.solves.empty() || !changed.empty();
  const auto aside = if_changed(state.flash_odd.set_aside, c.set_aside);
  if (!news && !aside && !state.flash_refusal) return {};
  return {events::ScoresFlashRecorded{
      state.id, c.call_id, result_of(news), changed, found.solves,
      next_cursor(state.flash_cursor, latest, c.solves), found.collisions, c.unknown_fields, aside,
      if_changed(state.flash_odd.stored, state.flash_odd.stored + odd_more),
      if_any(found.odd_times)}};
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
                                                  const Context& context) {
  return std::visit(
      Overloaded{
          [&](const BeginScores& c) -> Result<Events> { return begin(state, c); },
          [&](const RequestSync&) { return request_sync(state); },
          [&](const RecordOdlScores& c) -> Result<Events> { return record_odl(state, c, context); },
          [&](const RecordFlashProgress& c) -> Result<Events> {
            return record_flash(state, c, context);
          },
          [&](const RecordSyncFailure& c) -> Result<Events> { return record_failure(state, c); }},
      command);
}

namespace {

void remember(State& s, Scores::Odd& odd, const std::vector<events::Solve>& solves) {
  for (const auto& solve : solves) {
    const auto key = events::solve_key(solve);
    s.known_solves.insert(key);
    s.solve_ids.insert(std::to_string(solve.challenge_solve_id));
    if (events::is_incomplete(solve))
      odd.incomplete.insert(key);
    else
      odd.incomplete.erase(key);
  }
}

template <class E>
void remember(State& s, Scores::Odd& odd, const E& e) {
  remember(s, odd, e.new_solves);
  if (e.set_aside) odd.set_aside = *e.set_aside;
  if (e.odd_stored) odd.stored = *e.odd_stored;
}

void apply(State& s, const events::ScoresBegun& e) {
  s.id = e.competitor_id;
}
void apply(State& s, const events::ScoresSyncRequested& e) {
  s.sync_no = e.sync_no;
  s.sync_pending = true;
}
void apply(State& s, const events::ScoresOdlRecorded& e) {
  remember(s, s.odl_odd, e);
  if (e.look_again) s.look_again = *e.look_again;
  if (e.totals) s.totals = e.totals;
  s.totals_behind = !e.totals && (s.totals_behind || !e.new_solves.empty());
  s.odl_cursor = e.cursor;
  s.last_accessed_at = e.last_accessed_at;
  s.last_odl_call = e.call_id;
  s.odl_refusal.reset();
  s.sync_pending = false;
}
void apply(State& s, const events::ScoresFlashRecorded& e) {
  remember(s, s.flash_odd, e);
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
