#include "engine/process/reconciliation.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "events/failure_codes.h"

namespace lockstep::process {

namespace {

using events::DriftAction;
using events::DriftClass;
using events::DriftFinding;
using RemoteTeams = std::map<std::string, TeamId>;

constexpr std::string_view kAgainByItself = "Nothing to do: the next run asks again by itself.";
constexpr std::size_t kMaxIdLength = 64;

events::CallFailure not_evidence(std::string_view code, std::string message, std::string remedy) {
  return {.code = std::string(code),
          .http_status = 200,
          .message = std::move(message),
          .remedy = std::move(remedy),
          .passing = true};
}

std::optional<events::CallFailure> why_no_evidence(const ports::VendorAssignments& list,
                                                   std::int64_t known) {
  const std::string look = "An operator has to look at the game platform's list of assignments.";
  if (!list.is_complete())
    return not_evidence(events::kVendorListTruncated, "The list is not as long as it says.",
                        std::string(kAgainByItself));
  std::set<std::string_view> seen;
  for (const auto& assignment : list.assignments)
    if (assignment.syned_user_id.empty() || !seen.insert(assignment.syned_user_id).second)
      return not_evidence(events::kVendorListContradictsItself,
                          "The list names somebody twice, or nobody at all.", look);
  const bool empty = std::ranges::none_of(list.assignments, [](const auto& assignment) {
    return assignment.syned_team_id.has_value();
  });
  if (empty && known > 0)
    return not_evidence(events::kVendorListEmpty, "The list is empty, and it should not be.", look);
  return std::nullopt;
}

// An id that the vendor made up may be anything, a name included: only what looks like an id of
// ours is kept.
std::string id_or_not(const std::string& text) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  };
  return text.size() <= kMaxIdLength && std::ranges::all_of(text, plain) ? text : "(not an id)";
}

DriftFinding unknown_user(const std::string& user, const TeamId& team) {
  return {DriftClass::unknown_user, DriftAction::report, id_or_not(user), std::nullopt, team, 0};
}

DriftFinding unremediable(const Difference& difference) {
  return {DriftClass::unremediable, DriftAction::report, difference.syned_user_id,
          difference.team_id,       std::nullopt,        0,
          difference.fields};
}

// One account there for two of ours: all of them are told, because nobody knows whose it is.
std::vector<DriftFinding> shared_accounts(const std::vector<RecordedAccount>& accounts) {
  std::map<std::int64_t, std::vector<std::string>> holders;
  for (const auto& account : accounts)
    holders[account.metactf_user_id.value].push_back(account.syned_user_id);
  std::vector<DriftFinding> out;
  for (const auto& [account, ids] : holders)
    if (ids.size() > 1)
      for (const auto& id : ids) out.push_back(unremediable({id, std::nullopt, {"sharedAccount"}}));
  return out;
}

bool is_among(const std::vector<events::HeldRemoval>& removals,
              const events::HeldRemoval& removal) {
  return std::ranges::find(removals, removal) != removals.end();
}

std::optional<DriftFinding> compare(const Roster& roster, const KnownAssignment& known,
                                    const std::optional<TeamId>& there) {
  if (known.team == there) return std::nullopt;
  DriftFinding out{
      DriftClass::missing, DriftAction::heal, known.competitor_id.value, known.team, there,
      known.team_changes};
  if (!there) return out;
  const bool orphan = !roster.teams.contains(there->value);
  out.drift = orphan       ? DriftClass::orphan_team
              : known.team ? DriftClass::wrong_team
                           : DriftClass::extra;
  if (!known.team)
    out.action = is_among(roster.rejected, {known.competitor_id, *there, known.team_changes})
                     ? DriftAction::keep
                     : DriftAction::remove;
  return out;
}

// Their number is not known, so nobody can say whether they are too many.
void take_nobody_off(ReconciliationPlan& plan) {
  for (auto& found : plan.findings)
    if (found.action == DriftAction::remove) found.action = DriftAction::report;
}

// Of new ones their numbers decide, not who they are: if any is too many, all wait. Whoever is held
// waits for an admin, though others were decided about and few are left.
void hold_removals(ReconciliationPlan& plan, const Roster& roster, const RemovalLimits& limits) {
  const auto removes = [](const auto& found) { return found.action == DriftAction::remove; };
  const auto removals = std::ranges::count_if(plan.findings, removes);
  const bool too_many =
      removals > std::min(limits.count, plan.known_assignments * limits.percent / 100);
  const auto is_held = [&](const DriftFinding& found) {
    return is_among(roster.held,
                    {{found.syned_user_id}, *found.remote_team_id, found.team_changes});
  };
  for (auto& found : plan.findings)
    if (removes(found) && (too_many || roster.more_are_held || is_held(found)))
      found.action = DriftAction::hold;
}

void count(ReconciliationPlan& plan) {
  auto& c = plan.counts;
  const std::array by_class{&c.missing,     &c.extra,        &c.wrong_team,
                            &c.orphan_team, &c.unknown_user, &c.unremediable};
  const std::array by_action{&c.heal, &c.remove, &c.hold, &c.keep, &c.report};
  for (const auto& found : plan.findings) {
    ++*by_class.at(static_cast<std::size_t>(found.drift));
    ++*by_action.at(static_cast<std::size_t>(found.action));
  }
}

// Of who is inactive nothing is done unasked: an admin takes them off, or they stay as they are
// until they are active again.
void leave_to_people(DriftFinding& found) {
  if (found.action == DriftAction::heal) found.action = DriftAction::keep;
  if (found.action == DriftAction::remove) found.action = DriftAction::hold;
}

RemoteTeams remote_teams(const ports::VendorAssignments& list) {
  RemoteTeams out;
  for (const auto& assignment : list.assignments)
    if (assignment.syned_team_id)
      out[assignment.syned_user_id] = {id_or_not(*assignment.syned_team_id)};
  return out;
}

// Takes everybody we know out of `remote`: who is left there is not known here. `whole`: whoever is
// not there is on no team.
void compare_all(ReconciliationPlan& plan, const Roster& roster, RemoteTeams& remote, bool whole) {
  for (const auto& known : roster.competitors) {
    const bool comparable = known.settled && known.changed_at <= plan.as_of;
    if (!known.onboarded && known.changed_at <= plan.as_of) continue;
    const auto found = remote.extract(known.competitor_id.value);
    const auto there = found ? std::optional(found.mapped()) : std::nullopt;
    if (!comparable || (!there && !whole && known.team)) {
      ++plan.counts.skipped;
    } else if (auto drift = compare(roster, known, there)) {
      if (known.inactive) leave_to_people(*drift);
      plan.findings.push_back(*std::move(drift));
    }
  }
}

}  // namespace

ReconciliationPlan make_plan(const Roster& roster, const ports::VendorAssignments& list,
                             const RemovalLimits& limits, Position as_of) {
  // Rows that are behind show too few people, as a roster of which somebody was lost would.
  if (roster.position < as_of)
    return no_evidence(as_of,
                       not_evidence("read-model-behind", "Our own roster was not up to date yet.",
                                    std::string(kAgainByItself)));
  ReconciliationPlan plan;
  plan.as_of = as_of;
  plan.known_assignments = std::ranges::count_if(
      roster.competitors, [](const auto& known) { return known.onboarded && known.remote_team; });
  plan.listed_assignments = static_cast<std::int64_t>(list.assignments.size());
  plan.inconclusive = why_no_evidence(list, plan.known_assignments);
  if (list.set_aside > 0) plan.rows_set_aside = list.set_aside;
  if (!list.set_aside_why.empty()) plan.set_aside_why = list.set_aside_why;
  if (plan.inconclusive) return plan;
  auto remote = remote_teams(list);
  compare_all(plan, roster, remote, list.is_whole());
  for (const auto& [user, team] : remote) plan.findings.push_back(unknown_user(user, team));
  for (const auto& difference : roster.differences)
    plan.findings.push_back(unremediable(difference));
  for (auto& shared : shared_accounts(roster.accounts)) plan.findings.push_back(std::move(shared));
  if (!list.is_whole()) take_nobody_off(plan);
  hold_removals(plan, roster, limits);
  count(plan);
  return plan;
}

ReconciliationPlan no_evidence(Position as_of, events::CallFailure why) {
  ReconciliationPlan plan;
  plan.as_of = as_of;
  plan.inconclusive = std::move(why);
  return plan;
}

events::DriftPlan to_record(ReconciliationPlan plan) {
  const auto rank = [](const DriftFinding& found) {
    constexpr std::array kRanks{2, 1, 0, 3, 4};  // By action: what an admin decides about first.
    return std::tuple(kRanks.at(static_cast<std::size_t>(found.action)), found.drift,
                      found.syned_user_id, found.team_id.value_or(TeamId{}));
  };
  std::ranges::sort(plan.findings, {}, rank);
  const auto all = plan.findings.size();
  if (all > kMaxListedFindings) plan.findings.resize(kMaxListedFindings);
  const auto left_out = static_cast<std::int64_t>(all - plan.findings.size());
  return {plan.as_of,
          plan.known_assignments,
          plan.listed_assignments,
          std::move(plan.inconclusive),
          plan.counts,
          std::move(plan.findings),
          left_out,
          plan.rows_set_aside,
          std::move(plan.set_aside_why)};
}

}  // namespace lockstep::process
