#include "engine/domain/competitor.h"

#include <tuple>

#include "engine/domain/competitor_rules.h"
#include "engine/domain/same_members.h"
#include "engine/overloaded.h"

namespace lockstep::domain {

const Error kInactiveCompetitor{
    Errc::conflict, "competitor-inactive",
    "The competitor is not active: nothing about them is sent to the game platform.",
    "Set isActive to true first."};

namespace rules = competitor_rules;

Result<std::vector<Competitor::Event>> Competitor::decide(const State& s, const Command& command,
                                                          const Context& given,
                                                          const Policy& policy) {
  const rules::PolicyContext context{given, policy};
  return std::visit(
      Overloaded{
          [&](const RecordCompetitorFacts& c) { return rules::record_facts(s, c, context); },
          [&](const ChangeCompetitorFacts& c) { return rules::change_facts(s, c, context); },
          [&](const OnboardCompetitor& c) { return rules::onboard(s, c, context); },
          [&](const ParkOnboarding& c) { return rules::park(s, c); },
          [&](const ProceedOnboarding& c) { return rules::proceed(s, c, context); },
          [&](const RetryOnboarding& c) { return rules::retry_onboarding(s, c, context); },
          [&](const RecordOnboardingOutcome& c) { return rules::record_onboarding(s, c, context); },
          [&](const RequestTeam& c) { return rules::request_team(s, c); },
          [&](const RecordTeamRefused& c) { return rules::refuse_team(s, c); },
          [&](const ConfirmTeam& c) { return rules::confirm_team(s, c, context); },
          [&](const LeaveTeam& c) { return rules::leave_team(s, c, context); },
          [&](const MarkTeamReady& c) { return rules::mark_team_ready(s, c, context); },
          [&](const ConvergeAssignment& c) { return rules::converge_assignment(s, c, context); },
          [&](const RecordAssignmentOutcome& c) { return rules::record_assignment(s, c, context); },
          [&](const RecordPlatformStatus& c) { return rules::record_status(s, c); },
          [&](const FreePlace& c) { return rules::free_place(s, c, context); },
          [&](const RecordRemoteTeam& c) { return rules::record_remote_team(s, c, context); },
          [&](const RequestPasswordReset&) { return rules::request_password_reset(s, context); },
          [&](const RecordPasswordResetOutcome& c) { return rules::record_password_reset(s, c); },
          [&](const BeginCreation& c) { return rules::begin_creation(s, c); },
          [&](const WithdrawOnboarding&) { return rules::withdraw_onboarding(s); },
          [&](const AdoptAccount& c) { return rules::adopt_account(s, c, context); },
          [&](const RejectAccount& c) { return rules::reject_account(s, c); },
          [&](const RecordSeenAccount& c) -> Result<std::vector<Event>> {
            return rules::seen_account(s, c.metactf_user_id);
          }},
      command);
}

namespace {

using State = Competitor::State;

void take_clearance(State& s) {
  const auto& all = s.clearances.reveal();
  const auto known = all.find(s.coach_id.value);
  s.coach_cleared = known != all.end();
  s.coach_school = Sealed{s.coach_cleared ? known->second.school : std::nullopt};
  s.coach_region = s.coach_cleared ? known->second.region : std::nullopt;
}
// What a username is made from.
bool same_names(const events::CompetitorPerson& one, const events::CompetitorPerson& other) {
  const auto names = [](const events::CompetitorPerson& person) {
    return std::tie(person.first_name, person.last_name, person.preferred_username);
  };
  return names(one) == names(other);
}
void apply(State& s, const events::CompetitorFactsRecorded& e) {
  if (!same_names(s.person.reveal(), e.person.reveal())) s.usernames_taken = 0;
  s.id = e.competitor_id;
  take_same_members(s, e);
  take_clearance(s);  // Another coach has to allow it anew.
  s.onboarding_call.facts_changed();
}
void apply(State& s, const events::CompetitorOnboardingWanted&) {
  s.phase = OnboardingPhase::wanted;
}
void apply(State& s, const events::CompetitorOnboardingParked& e) {
  s.phase = OnboardingPhase::parked;
  s.parked_status = e.coach_status;
}
void apply(State& s, const events::CompetitorCoachCleared& e) {
  auto all = s.clearances.reveal();
  all[e.coach_id.value_or(s.coach_id).value] = {e.coach_school.reveal(), e.coach_region};
  s.clearances = Sealed{std::move(all)};
  const auto lent = std::pair{s.coach_school, s.coach_region};
  take_clearance(s);
  if (lent != std::pair{s.coach_school, s.coach_region}) s.onboarding_call.facts_changed();
}
void apply(State& s, const events::CompetitorOnboardingRequested& e) {
  s.phase = OnboardingPhase::calling;
  s.onboarding_call.opened(e.call_id, e.attempt);
  call_opened(s.account, s.sent, e);
  s.held_account = {};
}
void apply(State& s, const events::CompetitorCreationBegun&) {
  s.account.creation_begun = true;
}
void apply(State& s, const events::CompetitorAccountFound& e) {
  s.phase = OnboardingPhase::failed;
  s.onboarding_call.failed(e.failure, std::nullopt);
  s.account.was_found(e.metactf_user_id, e.same);
  s.held_account = held_by(e);
}
void apply(State& s, const events::CompetitorAccountAdopted& e) {
  if (s.account.doubt != AccountDoubt::none) s.phase = OnboardingPhase::wanted;
  s.account.was_adopted(e.metactf_user_id);
  s.held_account = {};
}
void apply(State& s, const events::CompetitorAccountRejected& e) {
  s.account.was_rejected();
  s.held_account = {};
  s.onboarding_call.failed(e.failure, std::nullopt);
}
void apply(State& s, const events::CompetitorAccountDiffers& e) {
  s.account.seen = e.seen;
}
void apply(State& s, const events::CompetitorOnboarded& e) {
  s.phase = OnboardingPhase::done;
  s.onboarding_call.succeeded();
  s.account.call_succeeded();
  s.metactf_user_id = e.metactf_user_id;
  s.metactf_user_status = e.metactf_user_status;
  s.last_login_at = e.last_login_at;
}
void apply(State& s, const events::CompetitorOnboardingFailed& e) {
  s.phase = OnboardingPhase::failed;
  s.onboarding_call.failed(e.failure, e.retry_at);
  s.account.call_failed(e.failure, e.nothing_made);
  if (e.failure.code == events::kVendorUsernameTaken) ++s.usernames_taken;
}
void apply(State& s, const events::CompetitorOnboardingWithdrawn&) {
  s.phase = OnboardingPhase::none;
  s.parked_status.reset();
  s.onboarding_call.succeeded();
}
void apply(State& s, const events::CompetitorPlatformStatusRecorded& e) {
  s.metactf_user_status = e.metactf_user_status;
  s.last_login_at = e.last_login_at;
}
void apply(State& s, const events::CompetitorTeamRequested& e) {
  s.request_no = e.request_no;
  s.requested_team = e.team_id;
}
void apply(State& s, const events::CompetitorTeamRefused& e) {
  if (e.request_no == s.request_no) s.requested_team.reset();
}
void apply(State& s, const events::CompetitorTeamAssigned& e) {
  if (s.team != e.team_id) s.team_ready = false;
  s.team = e.team_id;
  s.team_request_no = e.request_no;
  if (e.request_no == s.request_no) s.requested_team.reset();
}
void apply(State& s, const events::CompetitorTeamLeft& e) {
  s.team.reset();
  s.team_ready = false;
  s.team_request_no = e.request_no;
  if (e.request_no >= s.request_no) s.requested_team.reset();
}
void apply(State& s, const events::CompetitorTeamReady&) {
  s.team_ready = true;
}
void apply(State& s, const events::CompetitorAssignmentRequested& e) {
  s.calling_team = e.team_id;
  s.assignment_call.opened(e.call_id, e.attempt);
}
void apply(State& s, const events::CompetitorAssignmentRecorded& e) {
  s.assignment_call.succeeded();
  s.calling_team.reset();
  s.remote_team = e.team_id;
}
void apply(State& s, const events::CompetitorAssignmentFailed& e) {
  s.calling_team.reset();
  s.assignment_call.failed(e.failure, e.retry_at);
}
void apply(State& s, const events::CompetitorRemoteTeamFound& e) {
  s.remote_team = e.team_id;
}
void apply(State& s, const events::CompetitorPasswordResetRequested& e) {
  s.password_reset_call = e.call_id;
}
void apply(State& s, const events::CompetitorPasswordResetSent&) {
  s.password_reset_call.reset();
}
void apply(State& s, const events::CompetitorPasswordResetFailed&) {
  s.password_reset_call.reset();
}

}  // namespace

Competitor::State Competitor::evolve(State state, const Event& event) {
  std::visit(
      [&]<class E>(const E& e) {
        apply(state, e);
        if (boost::mp11::mp_contains<events::CompetitorTeamChanges, E>::value) ++state.team_changes;
        if (events::kRoleOf<E> == events::EventRole::fact) ++state.facts_revision;
      },
      event);
  return state;
}

}  // namespace lockstep::domain
