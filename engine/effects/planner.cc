#include "engine/effects/planner.h"

#include <algorithm>
#include <utility>

#include "projections/vendor_work/work.h"

namespace lockstep::effects {

namespace {

using projections::OpenWorkRow;
using projections::WorkKind;

/// More at once would keep whoever asks from hearing anything else.
constexpr std::size_t kLineUpPerRound = 1'000;
constexpr std::int64_t kJump = 1'000;  ///< Milliseconds: less is the drift of any clock.

}  // namespace

void Planner::load(std::vector<OpenWorkRow> rows,
                   std::vector<projections::AssignmentRow> assignments, Position found_at) {
  for (auto& row : rows) rows_.put(std::move(row));
  for (auto& row : assignments) places_.put(std::move(row));
  found_at_start_ = folded_ = found_at;
}

void Planner::fold(const projections::EventMeta& meta, const events::AnyEvent& event) {
  folded_ = meta.position;
  projections::Work::apply(projections::WorkRows{rows_, places_}, meta, event);
}

void Planner::plan(const WorkKey& key, Timestamp now) {
  const auto* row = rows_.row(key);
  if (row == nullptr) {
    if (running_.contains(key)) recalled_.push_back(key);
    tried_.erase(key);
    polls_.forget(key);
    if (key.second == WorkKind::call_assignment) place_waits_.forget({subject_id(key.first)});
    return schedule_.remove(key);
  }
  if (running_.contains(key)) {
    if (row->recalled) recalled_.push_back(key);
    return;
  }
  const auto times = polls_.times_of(*row);
  auto due = due_at(times, key.second, settings_.intervals, now).value_or(Timestamp{});
  // What left no trace in the log when it was tried must not be tried in a loop.
  if (const auto tried = tried_.find(key); tried != tried_.end())
    due = std::max(due, Timestamp{std::min(tried->second, now).value +
                                  settings_.intervals.coach_check.count()});
  const bool asked_for = !times.last_at && !times.not_before;
  schedule_.put(key, lane_of(key.second, asked_for), due, now);
}

bool Planner::begin(Timestamp now) {
  for (const auto& key : rows_.take_changed()) plan(key, now);
  for (const auto& key : std::exchange(over_, {})) plan(key, now);
  may_line_up_ = kLineUpPerRound;
  // What was planned by a clock that was put back would wait for as long.
  const bool put_back = now.value + kJump < seen_at_.value;
  seen_at_ = now;
  if (put_back)
    for (const auto& key : rows_.keys()) plan(key, now);
  return !put_back;
}

NextWork Planner::next(Timestamp now, const std::string& fresh_id) {
  whose_asked_ = schedule_.due(now, may_line_up_);
  if (!whose_asked_.empty()) return AskWhose{whose_asked_};
  while (pick())
    if (auto found = consider(now, fresh_id)) return std::move(*found);
  return Idle{schedule_.next_due()};
}

void Planner::whose(const std::vector<std::string>& tenants) {
  for (std::size_t i = 0; i < whose_asked_.size(); ++i)
    schedule_.line_up(whose_asked_[i], i < tenants.size() ? tenants[i] : std::string{});
  may_line_up_ -= std::min(may_line_up_, whose_asked_.size());
  whose_asked_.clear();
}

void Planner::intent(std::optional<Intent> found) {
  answered_ = true;
  intent_ = std::move(found);
}

void Planner::cursor(std::optional<Cursor> found) {
  answered_ = true;
  cursor_ = found;
}

// Some places are kept for those who wait in front of a screen.
bool Planner::place_for_background() const {
  const auto background = static_cast<std::size_t>(std::ranges::count_if(
      running_, [](const auto& running) { return rate::is_background(running.second.lane); }));
  return background + settings_.max_in_flight / 4 < settings_.max_in_flight;
}

bool Planner::pick() {
  if (picked_) return true;
  if (running_.size() >= settings_.max_in_flight) return false;
  picked_ = schedule_.pop(place_for_background());
  answered_ = false;
  intent_.reset();
  cursor_.reset();
  return picked_.has_value();
}

bool Planner::may_have_been_tried(const OpenWorkRow& row) const {
  return row.position <= found_at_start_ || tried_.contains(picked_->key);
}

std::optional<NextWork> Planner::question(const WorkKey& key) const {
  if (answered_) return std::nullopt;
  if (needs_intent(key.second)) return ReadIntent{rows_.row(key)->position};
  if (key.second == WorkKind::poll_odl) return ReadCursor{{subject_id(key.first)}};
  return std::nullopt;
}

PolledAccount Planner::account_of(const CompetitorId& id) const {
  const auto* row = places_.of(id);
  if (row == nullptr) return {id, std::nullopt, false};
  return {id, row->metactf_user_id, row->account_differs};
}

std::optional<Undertaking> Planner::undertaking(const OpenWorkRow& row, Timestamp now,
                                                const std::string& fresh_id) const {
  const auto& key = picked_->key;
  const auto id = subject_id(key.first);
  if (auto command = due_command(key.second))
    return of_command(std::move(*command), row.position, now);
  if (key.second == WorkKind::poll_totals) return totals_poll(account_of({id}), fresh_id);
  if (key.second == WorkKind::poll_flash) return flash_poll({id}, fresh_id);
  if (key.second == WorkKind::check_coach_status) return coach_check({id}, fresh_id);
  if (key.second == WorkKind::reconcile)
    return reconciliation(folded_, settings_.removal_limits, fresh_id);
  // Whoever asks is answered with all there is.
  if (cursor_ && polls_.is_asked_for(row)) return totals_poll(account_of({id}), fresh_id);
  if (cursor_) return odl_poll(account_of({id}), *cursor_, settings_.cursor_overlap, now, fresh_id);
  if (!intent_) return std::nullopt;
  auto what =
      of_intent(*intent_, {may_have_been_tried(row), row.begun}, places_, settings_.removal_limits);
  if (what && row.recalled)
    (void)vendor::recall(std::get<vendor::VendorOperation>(what->operation));
  return what;
}

std::optional<NextWork> Planner::wait_for_place(Timestamp now) {
  auto verdict = place_waits_.look(places_, {subject_id(picked_->key.first)}, now);
  if (verdict.free) return std::nullopt;
  schedule_.put(picked_->key, picked_->lane, verdict.wait_until, now);
  picked_.reset();
  if (!verdict.ask) return std::nullopt;
  return std::move(*verdict.ask);
}

// Whose turn it is: a question about it, or the work; none when it has to wait, or cannot be done.
std::optional<NextWork> Planner::consider(Timestamp now, const std::string& fresh_id) {
  const auto key = picked_->key;
  const auto* row = rows_.row(key);
  if (row == nullptr) {
    picked_.reset();
    return std::nullopt;
  }
  if (key.second == WorkKind::call_assignment && !answered_ && !may_have_been_tried(*row)) {
    if (auto ask = wait_for_place(now)) return ask;
    if (!picked_) return std::nullopt;
  }
  if (auto asked = question(key)) return asked;
  auto what = undertaking(*row, now, fresh_id);
  auto due = *std::exchange(picked_, std::nullopt);
  if (!what) {
    tried_[key] = now;
    plan(key, now);
    return std::nullopt;
  }
  if (key.second == WorkKind::call_assignment) place_waits_.forget({subject_id(key.first)});
  running_.emplace(key, Running{due.lane, now, what->correlation_id});
  return WorkItem{key, due.lane, due.at, std::move(due.tenant), std::move(*what)};
}

const ports::Poll* Planner::ended(const WorkKey& key, bool left_a_trace,
                                  const std::optional<PollEnd>& poll, Timestamp now) {
  const auto run = std::move(running_.extract(key).mapped());
  over_.insert(key);
  if (left_a_trace || poll)
    tried_.erase(key);
  else
    tried_[key] = now;
  return poll ? &polls_.ended(key, *poll, run.began, now, run.call) : nullptr;
}

}  // namespace lockstep::effects
