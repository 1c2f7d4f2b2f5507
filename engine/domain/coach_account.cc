// The coach's account at the vendor: asked for, made, found, and what it means for who waits for
// it.
#include "events/coach_account.h"

#include <iterator>

#include "engine/domain/coach_rules.h"

namespace lockstep::domain::coach_rules {

using events::DependentKind;

const Error kUnknownCoach{Errc::not_found, "coach-unknown", "There is no such coach.",
                          "Record the coach's facts first."};

events::UserPayload payload_of(const State& state) {
  const auto& person = state.person.reveal();
  return {.first_name = person.first_name,
          .last_name = person.last_name,
          .email = person.email,
          .role = "coach",
          .syned_user_id = state.id.value,
          .preferred_username = std::nullopt,
          .syned_school_id = state.school_name.reveal(),
          .syned_region_id = state.region,
          .syned_coach_user_id = std::nullopt};
}

namespace {

const Error kIncompleteCoach{Errc::conflict, "coach-incomplete",
                             "The game platform needs the coach's school and region.",
                             "Complete the coach's school name and region, then try again."};

Events waiting(const State& state, DependentKind kind, const std::set<std::string>& ids,
               const std::optional<std::string>& status) {
  Events out;
  for (const auto& id : ids)
    out.emplace_back(events::CoachDependentWaiting{state.id, kind, id, status});
  return out;
}

// What the vendor's status means for everybody who waits.
Events tell_dependents(const State& state, const std::optional<std::string>& status) {
  const auto tell = [&](DependentKind kind, const std::set<std::string>& ids) {
    return events::may_have_competitors(status) ? cleared(state, kind, ids)
                                                : waiting(state, kind, ids, status);
  };
  Events out = tell(DependentKind::competitor, state.waiting_competitors);
  append(out, tell(DependentKind::team, state.waiting_teams));
  return out;
}

Events seen_account(const State& state, const MetactfUserId& seen) {
  if (!is_news(state.account, *state.metactf_user_id, seen)) return {};
  return {events::CoachAccountDiffers{state.id, *state.metactf_user_id, seen}};
}

}  // namespace

bool complete(const State& state) {
  return state.school_name.reveal() && state.region;
}

events::CoachAccountRequested account_request(const State& state, const Context& context) {
  const auto payload = payload_of(state);
  return {state.id, call_id_for(context, "account"), state.account_call.attempts + 1,
          Sealed{payload}, look_only(state.account, state.sent, payload)};
}

std::optional<events::CoachAccountFound> account_compared_anew(const State& before,
                                                               const State& now) {
  return compared_anew<events::CoachAccountFound>(now.id, now.held_account, payload_of(before),
                                                  payload_of(now));
}

Events cleared(const State& state, DependentKind kind, const std::set<std::string>& ids) {
  Events out;
  for (const auto& id : ids)
    out.emplace_back(
        events::CoachDependentCleared{state.id, kind, id, state.school_name, state.region});
  return out;
}

void append(Events& to, Events from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

bool account_is_wanted(const State& state) {
  return !state.metactf_user_id && state.account.doubt != AccountDoubt::held &&
         !state.account_call.call_id &&
         (state.account_call.failure || !state.waiting_competitors.empty() ||
          !state.waiting_teams.empty());
}

namespace {

// Whoever asks for an account that is there wants to know whether it may be used by now.
Events check_now(const State& state) {
  // One that was only created may be denied, or gone, by now.
  const bool fine = state.metactf_user_status == "approved" && !state.account_missing;
  if (fine || state.check_asked) return {};
  return {events::CoachStatusCheckRequested{state.id}};
}

events::CallFailure account_is_gone() {
  return {.code = std::string(events::kAccountGone),
          .http_status = 404,
          .message = "The game platform does not have the coach's account any more.",
          .remedy =
              "Ask MetaCTF support what became of it. It is looked for by itself: when it is "
              "there again, all goes on.",
          .passing = false};
}

}  // namespace

Result<Events> ensure_account(const State& state, const EnsureCoachAccount& c,
                              const Context& context) {
  if (state.id.empty()) return kUnknownCoach;
  if (state.metactf_user_id) return c.retry ? Events{} : check_now(state);
  if (!state.account_call.may_try(c.retry, context.now)) return Events{};
  if (!c.may_reopen && state.account.doubt == AccountDoubt::held) return kAccountHeldRefusal;
  if (!c.may_reopen && state.account.doubt == AccountDoubt::rejected)
    return kAccountRejectedRefusal;
  if (!complete(state)) {
    if (c.retry) return Events{};
    return kIncompleteCoach;
  }
  auto request = account_request(state, context);
  // Who asks for it has it sent, however often it was.
  if (!c.retry) request.look_only.reset();
  return Events{std::move(request)};
}

Result<Events> record_outcome(const State& state, const RecordCoachAccountOutcome& c,
                              const Context& context, const OnboardingPolicy& policy) {
  if (state.account_call.call_id != c.call_id) return Events{};  // Late or repeated.
  if (const auto* failure = std::get_if<events::CallFailure>(&c.outcome)) {
    // What is missing by now has to be recorded first, which makes the next call.
    events::CoachAccountFailed failed{
        state.id, c.call_id, state.account_call.attempts, *failure,
        complete(state) ? state.account_call.again_at(*failure, context) : std::nullopt};
    if (c.nothing_made) failed.nothing_made = true;
    return Events{failed};
  }
  const auto& account = std::get<Account>(c.outcome);
  if (!is_ours(account, state.account, policy.found_account))
    return Events{found_event<events::CoachAccountFound>(
        state.id, c.call_id, state.account_call.attempts, account, payload_of(state))};
  Events out{events::CoachAccountRecorded{state.id, c.call_id, account.metactf_user_id,
                                          account.metactf_username, account.metactf_user_status,
                                          account.last_login_at, account.created,
                                          account.vendor_raw, account.maker_unknown}};
  append(out, tell_dependents(state, account.metactf_user_status));
  return out;
}

Result<Events> record_status(const State& state, const RecordCoachPlatformStatus& c) {
  if (!state.metactf_user_id) return Events{};
  auto out = c.metactf_user_id ? seen_account(state, *c.metactf_user_id) : Events{};
  // What is said of another account is not said of the coach.
  if (c.metactf_user_id && c.metactf_user_id != state.metactf_user_id) return out;
  const auto login = c.tells_login ? c.last_login_at : state.last_login_at;
  const bool other_status = state.metactf_user_status != c.metactf_user_status;
  const bool as_known = !other_status && state.last_login_at == login;
  if (as_known && !state.account_missing && !state.check_asked) return out;
  out.emplace_back(events::CoachPlatformStatusRecorded{state.id, c.metactf_user_status, login});
  if (other_status || state.account_missing)
    append(out, tell_dependents(state, c.metactf_user_status));
  return out;
}

Result<Events> record_missing(const State& state) {
  if (!state.metactf_user_id) return Events{};
  if (state.account_missing && !state.check_asked) return Events{};
  return Events{events::CoachAccountMissing{state.id, account_is_gone()}};
}

Result<Events> begin_creation(const State& state, const BeginCoachCreation& c) {
  if (state.account_call.call_id != c.call_id) return kCallNotOpen;
  if (state.account.creation_begun) return Events{};
  if (state.account_call.outdated) return kCallNotOpen;
  return Events{events::CoachCreationBegun{state.id, c.call_id}};
}

Result<Events> adopt_account(const State& state, const AdoptCoachAccount& c,
                             const Context& context) {
  if (state.id.empty()) return kUnknownCoach;
  LOCKSTEP_TRY(const bool news,
               may_adopt(state.account, state.metactf_user_id, c.question, c.beforehand));
  if (!news) return Events{};
  const events::CoachAccountAdopted adopted{state.id, account_meant(state.account, c.question)};
  const auto next = Coach::evolve(state, adopted);
  Events out{adopted};
  if (account_is_wanted(next) && complete(next)) out.emplace_back(account_request(next, context));
  return out;
}

Result<Events> reject_account(const State& state, const RejectCoachAccount& c) {
  if (state.id.empty()) return kUnknownCoach;
  LOCKSTEP_TRY(const bool news, may_reject(state.account, c.question));
  if (!news) return Events{};
  return Events{
      events::CoachAccountRejected{state.id, *state.account.found, account_is_rejected()}};
}

}  // namespace lockstep::domain::coach_rules
