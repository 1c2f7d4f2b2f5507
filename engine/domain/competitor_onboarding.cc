// Facts, "Add to Game Platform", and the account that follows from it.
#include "engine/domain/competitor_rules.h"
#include "engine/domain/same_members.h"
#include "engine/domain/user_payload.h"
#include "events/competitor_status.h"

namespace lockstep::domain::competitor_rules {

namespace {

std::string missing_for_onboarding(const State& state, const PolicyContext& context) {
  std::string missing;
  const auto add = [&](bool lacks, std::string_view what) {
    if (!lacks) return;
    if (!missing.empty()) missing += ", ";
    missing += what;
  };
  add(!state.profile_complete, "a complete profile");
  add(!state.compliance_complete, "complete compliance");
  add(!disclosed_email(state.person.reveal(), context.policy.email_preference),
      "an e-mail address");
  return missing;
}

bool eligible(const State& state, const PolicyContext& context) {
  return !state.id.empty() && state.is_active && missing_for_onboarding(state, context).empty();
}

// Who is held is not: an admin decides.
bool is_wanted(const State& state) {
  return state.account.doubt != AccountDoubt::held &&
         (state.phase == OnboardingPhase::wanted || state.phase == OnboardingPhase::parked ||
          state.phase == OnboardingPhase::failed);
}

using Facts = events::CompetitorFactsRecorded;
// All but the id, which is that of the state.
static_assert(count_same_members<State, Facts>() + 1 ==
              boost::mp11::mp_size<events::Fields<Facts>>::value);

Facts facts_of(const State& state) {
  Facts out;
  out.competitor_id = state.id;
  take_same_members(out, state);
  if (state.id.empty()) out.is_active = true;
  return out;
}

bool same_completeness(const State& state, const Facts& facts) {
  return state.profile_complete == facts.profile_complete &&
         state.compliance_complete == facts.compliance_complete &&
         state.compliance_date == facts.compliance_date;
}

const Error kFactsMissing{Errc::invalid, "competitor-facts-missing",
                          "A competitor needs an id, a coach, a division, a first and a last name.",
                          ""};

const Error kCompletenessNotYours{
    Errc::forbidden, "not-yours-to-say",
    "Whether profile and compliance are complete is set by a service or an admin.",
    "Leave out profileComplete, complianceComplete and complianceDate, or ask an admin."};

}  // namespace

const Error kUnknownCompetitor{Errc::not_found, "competitor-unknown",
                               "There is no such competitor.",
                               "Record the competitor's facts first."};
const Error kNotOnboarded{Errc::conflict, "competitor-not-onboarded",
                          "The competitor is not on the game platform.",
                          "Add the competitor to the game platform first."};

events::UserPayload payload_of(const State& state, const PolicyContext& context) {
  return competitor_payload(state, context.policy.email_preference);
}

events::CompetitorOnboardingRequested onboarding_request(const State& state,
                                                         const PolicyContext& context) {
  const auto payload = payload_of(state, context);
  return {state.id,
          state.coach_id,
          call_id_for(context, "onboarding"),
          state.onboarding_call.attempts + 1,
          Sealed{payload},
          look_only(state.account, state.sent, payload)};
}

events::CompetitorOnboardingRequested onboarding_asked_for(const State& state,
                                                           const PolicyContext& context) {
  auto out = onboarding_request(state, context);
  out.look_only.reset();
  return out;
}

bool onboarding_is_due(const State& state, const PolicyContext& context) {
  return is_wanted(state) && state.coach_cleared && !state.onboarding_call.call_id &&
         !state.metactf_user_id && eligible(state, context);
}

namespace {

// One of these values was refused as another's: with the same ones it would be again.
bool clashes_as_before(const State& state, const State& next, const PolicyContext& context) {
  return would_clash(state.onboarding_call.failure, state.sent, payload_of(next, context));
}

Result<Events> record(const State& state, const Facts& facts, const PolicyContext& context) {
  const auto& person = facts.person.reveal();
  if (facts.competitor_id.empty() || facts.coach_id.empty() || person.first_name.empty() ||
      person.last_name.empty())
    return kFactsMissing;
  if (state.id == facts.competitor_id && equal_in_same_members(state, facts)) return Events{};
  const bool bound = state.team || state.requested_team;
  if (bound && (state.division != facts.division || state.coach_id != facts.coach_id))
    return Error{Errc::conflict, "competitor-on-team",
                 "Division and coach cannot change while the competitor is on a team.",
                 "Take the competitor off the team first."};
  Events out{facts};
  const auto next = Competitor::evolve(state, facts);
  if (auto anew = account_compared_anew(state, next, context)) out.emplace_back(*std::move(anew));
  if (onboarding_is_due(next, context) && !clashes_as_before(state, next, context))
    out.emplace_back(onboarding_request(next, context));
  // It stays wanted under another coach, who has not been asked yet.
  if (state.coach_id != facts.coach_id && is_wanted(next) && !next.coach_cleared)
    out.emplace_back(events::CompetitorOnboardingWanted{next.id, next.coach_id});
  // Active again: what had to wait goes on.
  if (facts.is_active && !state.is_active) return with_assignment(state, std::move(out), context);
  return out;
}

}  // namespace

Result<Events> record_facts(const State& state, const RecordCompetitorFacts& c,
                            const PolicyContext& context) {
  return record(
      state,
      {c.competitor_id, c.coach_id, Sealed{c.person}, c.division, c.is_active, c.profile_complete,
       c.compliance_complete, c.compliance_date, c.syned_school_id, c.syned_region_id},
      context);
}

Result<Events> change_facts(const State& state, const ChangeCompetitorFacts& c,
                            const PolicyContext& context) {
  const bool is_new = state.id.empty();
  if (!is_new && c.only_of && state.coach_id != *c.only_of) {
    // What would be refused of a new one is refused of somebody else's likewise.
    const auto as_new = change_facts(State{}, c, context);
    const bool says_too_much = !as_new && as_new.error().type == kCompletenessNotYours.type;
    return says_too_much ? kCompletenessNotYours : kUnknownCompetitor;
  }
  if (is_new && !c.division) return kFactsMissing;
  auto facts = facts_of(state);
  facts.competitor_id = c.competitor_id;
  auto person = facts.person.reveal();
  apply_change(c.coach_id, facts.coach_id);
  apply_change(c.first_name, person.first_name);
  apply_change(c.last_name, person.last_name);
  apply_change(c.email_personal, person.email_personal);
  apply_change(c.email_school, person.email_school);
  apply_change(c.preferred_username, person.preferred_username);
  apply_change(c.division, facts.division);
  apply_change(c.is_active, facts.is_active);
  apply_change(c.profile_complete, facts.profile_complete);
  apply_change(c.compliance_complete, facts.compliance_complete);
  apply_change(c.compliance_date, facts.compliance_date);
  apply_change(c.syned_school_id, facts.syned_school_id);
  apply_change(c.syned_region_id, facts.syned_region_id);
  facts.person = Sealed{std::move(person)};
  if (!c.may_say_completeness && !context.policy.coaches_set_completeness &&
      !same_completeness(state, facts))
    return kCompletenessNotYours;
  return record(state, facts, context);
}

namespace {

// Wanted already, and on its way.
bool is_under_way(OnboardingPhase phase) {
  return phase == OnboardingPhase::wanted || phase == OnboardingPhase::parked ||
         phase == OnboardingPhase::calling;
}

}  // namespace

Result<Events> onboard(const State& state, const OnboardCompetitor& c,
                       const PolicyContext& context) {
  if (state.id.empty()) return kUnknownCompetitor;
  if (state.metactf_user_id || is_under_way(state.phase)) return Events{};
  if (!c.may_reopen && state.account.doubt == AccountDoubt::held) return kAccountHeldRefusal;
  if (!c.may_reopen && state.account.doubt == AccountDoubt::rejected)
    return kAccountRejectedRefusal;
  if (!state.is_active) return kInactiveCompetitor;
  if (const auto missing = missing_for_onboarding(state, context); !missing.empty())
    return Error{
        Errc::conflict, "competitor-not-eligible",
        "The competitor cannot be added to the game platform yet. Missing: " + missing + ".",
        "Complete what is missing, then add the competitor again."};
  if (state.phase != OnboardingPhase::none && state.coach_cleared)
    return Events{onboarding_asked_for(state, context)};
  Events out{events::CompetitorOnboardingWanted{state.id, state.coach_id}};
  if (state.coach_cleared) out.emplace_back(onboarding_asked_for(state, context));
  return out;
}

Result<Events> withdraw_onboarding(const State& state) {
  if (state.id.empty()) return kUnknownCompetitor;
  if (state.metactf_user_id)
    return Error{Errc::conflict, "competitor-onboarded",
                 "The competitor is on the game platform, which has no call that removes a user.",
                 "Ask MetaCTF support to delete the account."};
  if (state.onboarding_call.call_id)
    return Error{Errc::conflict, "onboarding-under-way",
                 "The game platform is being asked to add the competitor.",
                 "Wait until it has answered. To keep what is not sent yet from being sent, record "
                 "that compliance is not complete."};
  if (state.account.doubt == AccountDoubt::held) return kAccountHeldRefusal;
  if (state.phase == OnboardingPhase::none) return Events{};
  return Events{events::CompetitorOnboardingWithdrawn{state.id}};
}

Result<Events> park(const State& state, const ParkOnboarding& c) {
  const bool waits =
      state.phase == OnboardingPhase::wanted || state.phase == OnboardingPhase::parked;
  if (!waits || state.coach_cleared) return Events{};
  if (state.phase == OnboardingPhase::parked && state.parked_status == c.coach_status)
    return Events{};
  return Events{events::CompetitorOnboardingParked{state.id, c.coach_status}};
}

Result<Events> proceed(const State& state, const ProceedOnboarding& c,
                       const PolicyContext& context) {
  if (state.id.empty()) return kUnknownCompetitor;
  // Also from a former coach: the competitor may come back, and the coach says it once, and again
  // when what is lent changes.
  const auto& known = state.clearances.reveal();
  const auto before = known.find(c.coach_id.value);
  if (before != known.end() && before->second == CoachClearance{c.coach_school, c.coach_region})
    return Events{};
  const events::CompetitorCoachCleared cleared{state.id, Sealed{c.coach_school}, c.coach_region,
                                               c.coach_id};
  Events out{cleared};
  const auto next = Competitor::evolve(state, cleared);
  if (!onboarding_is_due(next, context)) return out;
  // What the vendor refused is not sent again as it was.
  const bool may_differ = payload_of(state, context) != payload_of(next, context) &&
                          !clashes_as_before(state, next, context);
  if (!state.coach_cleared || may_differ) out.emplace_back(onboarding_request(next, context));
  return out;
}

Result<Events> retry_onboarding(const State& state, const RetryOnboarding& /*c*/,
                                const PolicyContext& context) {
  if (state.metactf_user_id || !state.onboarding_call.may_try(true, context.now)) return Events{};
  if (!onboarding_is_due(state, context)) return Events{};
  return Events{onboarding_request(state, context)};
}

namespace {

// Another one there has the username that was made up: a number makes it another.
bool tries_another_username(const State& state, const events::CompetitorOnboardingFailed& failed,
                            const PolicyContext& context) {
  const auto next = Competitor::evolve(state, failed);
  return failed.failure.code == events::kVendorUsernameTaken && state.sent.readable() &&
         !same_values(state.sent.reveal(), payload_of(next, context));
}

Events onboarding_failed(const State& state, const RecordOnboardingOutcome& c,
                         const events::CallFailure& failure, const PolicyContext& context) {
  events::CompetitorOnboardingFailed failed{state.id, c.call_id, state.onboarding_call.attempts,
                                            failure, std::nullopt};
  if (c.nothing_made) failed.nothing_made = true;
  // The coach has changed since: not the timer but the new coach's word starts the next call.
  if (!state.coach_cleared)
    return {failed, events::CompetitorOnboardingWanted{state.id, state.coach_id}};
  // What is missing by now has to be recorded first, which makes the next call.
  if (!eligible(state, context)) return {failed};
  if (tries_another_username(state, failed, context)) {
    failed.retry_at = context.now;
    failed.failure.remedy = "Nothing to do: it is tried once more, with a number in the username.";
    return {failed};
  }
  failed.retry_at = state.onboarding_call.again_at(failure, context);
  return {failed};
}

}  // namespace

Result<Events> record_onboarding(const State& state, const RecordOnboardingOutcome& c,
                                 const PolicyContext& context) {
  if (state.onboarding_call.call_id != c.call_id) return Events{};  // Late or repeated.
  if (const auto* failure = std::get_if<events::CallFailure>(&c.outcome))
    return onboarding_failed(state, c, *failure, context);
  const auto& account = std::get<Account>(c.outcome);
  if (!is_ours(account, state.account, context.policy.found_account))
    return Events{account_found(state, c.call_id, account, context)};
  return with_assignment(state,
                         {events::CompetitorOnboarded{
                             state.id, c.call_id, account.metactf_user_id, account.metactf_username,
                             account.metactf_user_status, account.last_login_at, account.created,
                             account.vendor_raw, account.maker_unknown}},
                         context);
}

Result<Events> record_status(const State& state, const RecordPlatformStatus& c) {
  if (!state.metactf_user_id) return Events{};
  auto out = c.metactf_user_id ? seen_account(state, *c.metactf_user_id) : Events{};
  // What is said of another account is not said of the competitor.
  if (c.metactf_user_id && c.metactf_user_id != state.metactf_user_id) return out;
  const auto login = c.tells_login ? c.last_login_at : state.last_login_at;
  if (state.metactf_user_status == c.metactf_user_status && state.last_login_at == login)
    return out;
  out.emplace_back(
      events::CompetitorPlatformStatusRecorded{state.id, c.metactf_user_status, login});
  return out;
}

}  // namespace lockstep::domain::competitor_rules
