#include "engine/domain/platform.h"

#include <algorithm>

#include "base/canonical_json.h"
#include "base/sha256.h"
#include "engine/overloaded.h"

namespace lockstep::domain {

namespace {

using State = Platform::State;
using Events = std::vector<Platform::Event>;
using Removals = std::vector<events::HeldRemoval>;

Result<Events> request(const State& state, const RequestReconciliation& c) {
  if (c.run_id.empty()) return Error{Errc::invalid, "run-missing", "A run needs an id.", ""};
  if (state.newest_run == c.run_id) return Events{};
  if (state.open)
    return Error{Errc::conflict, "reconciliation-under-way", "Another reconciliation is under way.",
                 "Wait until it has ended."};
  return Events{events::PlatformReconciliationRequested{c.run_id, c.dry_run}};
}

// A dry run changes nothing, and a run that did not see everybody does not know who is gone:
// neither makes the removals of an earlier one void.
bool looks_again(bool dry_run, const events::DriftPlan& plan) {
  return !dry_run && events::saw_everybody(plan);
}

// What a plan says, without what differs from run to run though nothing has changed.
std::string drift_digest(const events::DriftPlan& plan) {
  boost::json::object said{{"findings", events::to_json(plan.findings)},
                           {"leftOut", plan.findings_left_out},
                           {"inconclusive", nullptr}};
  if (plan.inconclusive) said["inconclusive"] = plan.inconclusive->code;
  if (plan.set_aside_why) said["setAside"] = *plan.set_aside_why;
  return base::sha256_hex(base::canonical_json(said));
}

Events record_unasked(const State& state, const RecordReconciliation& c) {
  // The run that somebody asked for looks, too, and decides what is held.
  if (state.open || state.known_drift == drift_digest(c.plan)) return {};
  return {events::PlatformReconciliationRecorded{c.run_id, false, c.plan}};
}

Result<Events> record(const State& state, const RecordReconciliation& c) {
  if (!c.by_clock && (!state.open || state.newest_run != c.run_id))
    return Events{};  // Late or repeated.
  Events recorded{events::PlatformReconciliationRecorded{c.run_id, state.dry_run, c.plan}};
  if (c.by_clock) recorded = record_unasked(state, c);
  if (recorded.empty()) return recorded;
  Events out;
  if (looks_again(!c.by_clock && state.dry_run, c.plan) && !state.held.empty()) {
    events::PlatformRemovalsSuperseded superseded{state.holding_run, c.run_id, {}};
    for (const auto& [competitor, removal] : state.held)
      superseded.competitor_ids.push_back(removal.competitor_id);
    out.emplace_back(std::move(superseded));
  }
  out.push_back(std::move(recorded.front()));
  return out;
}

// The removals that a decision is about; none when it has been made already.
Result<Removals> to_decide(const State& state, const CallId& run,
                           const std::optional<CompetitorId>& competitor, bool approve) {
  if (run.empty() || state.holding_run != run)
    return Error{Errc::conflict, "drift-plan-stale",
                 "This run holds nothing: it was a dry run, found no evidence, or a newer run has "
                 "looked again.",
                 "Decide about the newest run."};
  const Error decided_otherwise{Errc::conflict, "removal-decided",
                                "The opposite has been decided already.",
                                "Start a new run: it looks again."};
  Removals out;
  if (!competitor) {
    for (const auto& [id, removal] : state.held) out.push_back(removal);
    const auto is_opposite = [&](const auto& decided) { return decided.second != approve; };
    if (out.empty() && !state.approved.empty() && std::ranges::all_of(state.approved, is_opposite))
      return decided_otherwise;
    return out;
  }
  if (const auto held = state.held.find(competitor->value); held != state.held.end())
    return Removals{held->second};
  const auto decided = state.approved.find(competitor->value);
  if (decided == state.approved.end())
    return Error{Errc::not_found, "removal-unknown", "The run holds no removal of this competitor.",
                 ""};
  if (decided->second != approve) return decided_otherwise;
  return out;
}

template <class Decided, class Command>
Result<Events> settle(const State& state, const Command& c) {
  constexpr bool kApprove = std::same_as<Decided, events::PlatformRemovalsApproved>;
  LOCKSTEP_TRY(auto removals, to_decide(state, c.run_id, c.competitor_id, kApprove));
  if (removals.empty()) return Events{};
  return Events{Decided{c.run_id, std::move(removals)}};
}

// Whose they are is decided by each of them, told so by the process.
Result<Events> decide_accounts(const State& state, const DecideAccounts& c) {
  if (c.decision_id.empty())
    return Error{Errc::invalid, "decision-missing", "A decision needs an id.", ""};
  if (c.found.empty() || state.newest_decision == c.decision_id) return Events{};
  return Events{events::PlatformAccountsDecided{c.decision_id, c.decision, c.same, c.found}};
}

}  // namespace

Result<std::vector<Platform::Event>> Platform::decide(const State& state, const Command& command,
                                                      const Context& /*context*/) {
  return std::visit(Overloaded{[&](const RequestReconciliation& c) { return request(state, c); },
                               [&](const RecordReconciliation& c) { return record(state, c); },
                               [&](const ApproveRemovals& c) {
                                 return settle<events::PlatformRemovalsApproved>(state, c);
                               },
                               [&](const RejectRemovals& c) {
                                 return settle<events::PlatformRemovalsRejected>(state, c);
                               },
                               [&](const DecideAccounts& c) { return decide_accounts(state, c); }},
                    command);
}

namespace {

void apply(State& state, const events::PlatformReconciliationRequested& e) {
  state.newest_run = e.run_id;
  state.open = true;
  state.dry_run = e.dry_run;
}
void apply(State& state, const events::PlatformReconciliationRecorded& e) {
  if (e.run_id == state.newest_run) state.open = false;
  if (!e.dry_run) state.known_drift = drift_digest(e.plan);
  if (!looks_again(e.dry_run, e.plan)) return;
  state.holding_run = e.run_id;
  state.held.clear();
  state.approved.clear();
  for (const auto& found : e.plan.findings)
    if (found.action == events::DriftAction::hold && found.remote_team_id)
      state.held[found.syned_user_id] = {
          {found.syned_user_id}, *found.remote_team_id, found.team_changes};
}
void decided(State& state, const Removals& removals, bool approved) {
  for (const auto& removal : removals) {
    state.held.erase(removal.competitor_id.value);
    state.approved[removal.competitor_id.value] = approved;
  }
}
void apply(State& state, const events::PlatformRemovalsApproved& e) {
  decided(state, e.removals, true);
}
void apply(State& state, const events::PlatformRemovalsRejected& e) {
  decided(state, e.removals, false);
}
void apply(State& state, const events::PlatformRemovalsSuperseded& e) {
  for (const auto& competitor : e.competitor_ids) state.held.erase(competitor.value);
}
void apply(State& state, const events::PlatformAccountsDecided& e) {
  state.newest_decision = e.decision_id;
}

}  // namespace

Platform::State Platform::evolve(State state, const Event& event) {
  std::visit([&](const auto& e) { apply(state, e); }, event);
  return state;
}

}  // namespace lockstep::domain
