#include "engine/domain/coach.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "engine/domain/coach_rules.h"
#include "engine/domain/same_members.h"
#include "engine/domain/team_refusals.h"
#include "engine/overloaded.h"
#include "events/coach_account.h"

namespace lockstep::domain {

using namespace coach_rules;  // NOLINT(google-build-using-namespace): the other half of them

namespace {

using events::DependentKind;

// School and region are lent to those who have none of their own, so whoever may go on already
// hears of new ones.
Events lend_anew(const State& before, const State& now) {
  if (before.school_name == now.school_name && before.region == now.region) return {};
  Events out = cleared(now, DependentKind::competitor, now.cleared_competitors);
  append(out, cleared(now, DependentKind::team, now.cleared_teams));
  return out;
}

// The e-mail address was refused as another's: the same one would be again.
bool clashes_as_before(const State& state, const State& next) {
  return would_clash(state.account_call.failure, state.sent, payload_of(next));
}

using Facts = events::CoachFactsRecorded;
// All but the id, which is that of the state.
static_assert(count_same_members<State, Facts>() + 1 ==
              boost::mp11::mp_size<events::Fields<Facts>>::value);

Result<Events> record(const State& state, const Facts& facts, const Context& context) {
  const auto& person = facts.person.reveal();
  if (facts.coach_id.empty() || person.email.empty() || person.first_name.empty() ||
      person.last_name.empty())
    return Error{Errc::invalid, "coach-facts-missing",
                 "A coach needs an id, an e-mail address, a first and a last name.", ""};
  if (state.id == facts.coach_id && equal_in_same_members(state, facts)) return Events{};
  const auto next = Coach::evolve(state, facts);
  Events out{facts};
  if (auto anew = account_compared_anew(state, next)) out.emplace_back(*std::move(anew));
  append(out, lend_anew(state, next));
  // What is wanted and was not possible may be possible now.
  if (account_is_wanted(next) && complete(next) && !clashes_as_before(state, next))
    out.emplace_back(account_request(next, context));
  return out;
}

Result<Events> record_facts(const State& state, const RecordCoachFacts& c, const Context& context) {
  return record(state, {c.coach_id, Sealed{c.person}, Sealed{c.school_name}, c.region, c.division},
                context);
}

Result<Events> change_facts(const State& state, const ChangeCoachFacts& c, const Context& context) {
  Facts facts;
  facts.coach_id = c.coach_id;
  take_same_members(facts, state);
  auto person = state.person.reveal();
  apply_change(c.email, person.email);
  apply_change(c.first_name, person.first_name);
  apply_change(c.last_name, person.last_name);
  facts.person = Sealed{std::move(person)};
  auto school_name = state.school_name.reveal();
  apply_change(c.school_name, school_name);
  facts.school_name = Sealed{std::move(school_name)};
  apply_change(c.region, facts.region);
  apply_change(c.division, facts.division);
  return record(state, facts, context);
}

Result<Events> clear_dependent(const State& state, const ClearDependent& c,
                               const Context& context) {
  const bool team = c.kind == DependentKind::team;
  const auto& done = team ? state.cleared_teams : state.cleared_competitors;
  const auto& known = team ? state.waiting_teams : state.waiting_competitors;
  if (done.contains(c.dependent_id) || known.contains(c.dependent_id)) return Events{};
  const bool there = state.metactf_user_id && !state.account_missing;
  if (there && events::may_have_competitors(state.metactf_user_status))
    return cleared(state, c.kind, {c.dependent_id});
  Events out{
      events::CoachDependentWaiting{c.coach_id, c.kind, c.dependent_id, state.metactf_user_status}};
  const bool may_call = !state.metactf_user_id && state.account_call.may_try(false, context.now);
  // After a lasting failure somebody has to act first; a passing one comes back by its timer.
  if (may_call && complete(state) && !state.account_call.failure)
    out.emplace_back(account_request(state, context));
  return out;
}

// Of one team, under this number.
bool holds(const State& state, const TeamId& team, std::int64_t request_no) {
  return std::ranges::any_of(state.team_names.reveal(), [&](const HeldTeamName& held) {
    return held.team_id == team && held.request_no == request_no;
  });
}

bool has_ended(const State& state, const TeamId& team, std::int64_t request_no) {
  const auto ended = state.ended_name_requests.find(team.value);
  return ended != state.ended_name_requests.end() && request_no <= ended->second;
}

bool is_taken(const State& state, const HoldTeamName& c) {
  const auto key = base::name_key(c.name);
  return std::ranges::any_of(state.team_names.reveal(), [&](const HeldTeamName& held) {
    return held.team_id != c.team_id && base::name_key(held.name) == key;
  });
}

Result<Events> hold_name(const State& state, const HoldTeamName& c) {
  if (holds(state, c.team_id, c.request_no)) return Events{};
  if (has_ended(state, c.team_id, c.request_no)) return team_name_refusal(kTeamNameRequestEnded);
  const auto refused = [&](std::string_view why) {
    return Events{
        events::CoachTeamNameRefused{c.coach_id, c.team_id, c.request_no, std::string(why)}};
  };
  if (state.id.empty()) return refused(kUnknownCoach.type);
  if (is_taken(state, c)) return refused(kTeamNameTaken);
  return Events{
      events::CoachTeamNameHeld{c.coach_id, c.team_id, c.request_no, Sealed<std::string>{c.name}}};
}

Events release_name(const State& state, const ReleaseTeamName& c) {
  Events out;
  const auto release = [&](std::int64_t request_no) {
    out.emplace_back(events::CoachTeamNameReleased{state.id, c.team_id, request_no});
  };
  if (c.request_no) {
    // Also what was never held: it must not be held any more when the request for it comes late.
    if (holds(state, c.team_id, *c.request_no) || !has_ended(state, c.team_id, *c.request_no))
      release(*c.request_no);
    return out;
  }
  for (const auto& held : state.team_names.reveal())
    if (held.team_id == c.team_id) release(held.request_no);
  return out;
}

}  // namespace

Result<Events> Coach::decide(const State& state, const Command& command, const Context& context,
                             const Policy& policy) {
  return std::visit(
      Overloaded{
          [&](const RecordCoachFacts& c) { return record_facts(state, c, context); },
          [&](const ChangeCoachFacts& c) { return change_facts(state, c, context); },
          [&](const EnsureCoachAccount& c) { return ensure_account(state, c, context); },
          [&](const RecordCoachAccountOutcome& c) {
            return record_outcome(state, c, context, policy);
          },
          [&](const BeginCoachCreation& c) { return begin_creation(state, c); },
          [&](const AdoptCoachAccount& c) { return adopt_account(state, c, context); },
          [&](const RejectCoachAccount& c) { return reject_account(state, c); },
          [&](const RecordCoachPlatformStatus& c) { return record_status(state, c); },
          [&](const RecordCoachAccountMissing&) { return record_missing(state); },
          [&](const ClearDependent& c) { return clear_dependent(state, c, context); },
          [&](const HoldTeamName& c) { return hold_name(state, c); },
          [&](const ReleaseTeamName& c) -> Result<Events> { return release_name(state, c); }},
      command);
}

namespace {

void apply(State& state, const events::CoachFactsRecorded& e) {
  state.id = e.coach_id;
  take_same_members(state, e);
  state.account_call.facts_changed();
}

void apply(State& state, const events::CoachAccountRequested& e) {
  state.account_call.opened(e.call_id, e.attempt);
  call_opened(state.account, state.sent, e);
  state.held_account = {};
}

void apply(State& state, const events::CoachCreationBegun& /*e*/) {
  state.account.creation_begun = true;
}

void apply(State& state, const events::CoachAccountFound& e) {
  state.account_call.failed(e.failure, std::nullopt);
  state.account.was_found(e.metactf_user_id, e.same);
  state.held_account = held_by(e);
}

void apply(State& state, const events::CoachAccountAdopted& e) {
  state.account.was_adopted(e.metactf_user_id);
  state.held_account = {};
}

void apply(State& state, const events::CoachAccountRejected& e) {
  state.account_call.failed(e.failure, std::nullopt);
  state.account.was_rejected();
  state.held_account = {};
}

void apply(State& state, const events::CoachAccountDiffers& e) {
  state.account.seen = e.seen;
}

void apply(State& state, const events::CoachAccountRecorded& e) {
  state.account_call.succeeded();
  state.account.call_succeeded();
  state.metactf_user_id = e.metactf_user_id;
  state.metactf_user_status = e.metactf_user_status;
  state.last_login_at = e.last_login_at;
}

void apply(State& state, const events::CoachAccountFailed& e) {
  state.account_call.failed(e.failure, e.retry_at);
  state.account.call_failed(e.failure, e.nothing_made);
}

void apply(State& state, const events::CoachAccountMissing& /*e*/) {
  state.account_missing = true;
  state.check_asked = false;
}

void apply(State& state, const events::CoachStatusCheckRequested& /*e*/) {
  state.check_asked = true;
}

void apply(State& state, const events::CoachPlatformStatusRecorded& e) {
  state.account_missing = state.check_asked = false;
  state.metactf_user_status = e.metactf_user_status;
  state.last_login_at = e.last_login_at;
}

void apply(State& state, const events::CoachDependentWaiting& e) {
  (e.kind == DependentKind::team ? state.waiting_teams : state.waiting_competitors)
      .insert(e.dependent_id);
}

void apply(State& state, const events::CoachDependentCleared& e) {
  const bool team = e.kind == DependentKind::team;
  (team ? state.waiting_teams : state.waiting_competitors).erase(e.dependent_id);
  (team ? state.cleared_teams : state.cleared_competitors).insert(e.dependent_id);
}

void apply(State& state, const events::CoachTeamNameHeld& e) {
  auto names = state.team_names.reveal();
  names.push_back({e.team_id, e.request_no, e.name.reveal()});
  state.team_names = Sealed{std::move(names)};
}

void name_request_ended(State& state, const TeamId& team, std::int64_t request_no) {
  auto& newest = state.ended_name_requests[team.value];
  newest = std::max(newest, request_no);
}

void apply(State& state, const events::CoachTeamNameRefused& e) {
  name_request_ended(state, e.team_id, e.request_no);
}

void apply(State& state, const events::CoachTeamNameReleased& e) {
  auto names = state.team_names.reveal();
  std::erase_if(names, [&](const HeldTeamName& held) {
    return held.team_id == e.team_id && held.request_no == e.request_no;
  });
  state.team_names = Sealed{std::move(names)};
  name_request_ended(state, e.team_id, e.request_no);
}

}  // namespace

Coach::State Coach::evolve(State state, const Event& event) {
  std::visit(
      [&]<class E>(const E& e) {
        apply(state, e);
        if (events::kRoleOf<E> == events::EventRole::fact) ++state.facts_revision;
      },
      event);
  return state;
}

}  // namespace lockstep::domain
