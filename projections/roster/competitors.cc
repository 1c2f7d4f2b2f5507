// Fold of competitor events into competitor rows. A row exists from the first facts on. The status
// is recomputed from the whole row after every event, here and nowhere else.
#include "projections/roster/competitors.h"

#include "events/competitor_status.h"
#include "projections/roster/account.h"
#include "projections/tables/call_error.h"

namespace lockstep::projections {

namespace {

void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorFactsRecorded& e) {
  const auto& person = e.person.reveal();
  row.coach_id = e.coach_id;
  row.first_name = person.first_name;
  row.last_name = person.last_name;
  row.email_personal = person.email_personal;
  row.email_school = person.email_school;
  row.preferred_username = person.preferred_username;
  row.division = e.division;
  row.is_active = e.is_active;
  row.profile_complete = e.profile_complete;
  row.compliance_complete = e.compliance_complete;
  row.compliance_date = e.compliance_date;
  row.syned_school_id = e.syned_school_id;
  row.syned_region_id = e.syned_region_id;
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorOnboardingWanted& /*e*/) {
  row.onboarding = OnboardingState::wanted;
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorOnboardingParked& /*e*/) {
  row.onboarding = OnboardingState::parked;
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorOnboardingRequested& /*e*/) {
  row.onboarding = OnboardingState::calling;
}
void change(CompetitorRow& row, const EventMeta& meta, const events::CompetitorOnboarded& e) {
  row.onboarding = OnboardingState::done;
  set_account(row, e.competitor_id.value, e, meta.recorded_at);
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorOnboardingFailed& e) {
  row.onboarding = OnboardingState::failed;
  set_call_error(row, e.failure);
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorOnboardingWithdrawn& /*e*/) {
  row.onboarding = OnboardingState::none;
  clear_call_error(row);
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorAccountFound& e) {
  row.onboarding = OnboardingState::held;
  set_call_error(row, e.failure);
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorAccountRejected& e) {
  row.onboarding = OnboardingState::rejected;
  set_call_error(row, e.failure);
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorAccountAdopted& /*e*/) {
  if (row.onboarding != OnboardingState::held && row.onboarding != OnboardingState::rejected)
    return;
  row.onboarding = OnboardingState::wanted;
  clear_call_error(row);
}
void change(CompetitorRow& row, const EventMeta& meta,
            const events::CompetitorPlatformStatusRecorded& e) {
  row.metactf_user_status = e.metactf_user_status;
  row.last_login_at = login_of(e.last_login_at);
  row.game_platform_synced_at = meta.recorded_at;
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorTeamAssigned& e) {
  row.team_id = e.team_id;
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorTeamLeft& /*e*/) {
  row.team_id.reset();
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorAssignmentRecorded& e) {
  row.remote_team_id = e.team_id;
  if (row.onboarding == OnboardingState::done) clear_call_error(row);
}
// A membership shows its own errors. Without one, only the competitor is left to show that the
// vendor still has them on a team.
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorAssignmentFailed& e) {
  if (!e.team_id) set_call_error(row, e.failure);
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorRemoteTeamFound& e) {
  row.remote_team_id = e.team_id;
}
// These only move the version.
template <QuietOrOneOf<events::CompetitorTeamRequested, events::CompetitorAccountDiffers> E>
void change(CompetitorRow& /*row*/, const EventMeta& /*meta*/, const E& /*e*/) {}

}  // namespace

void Competitors::apply(const RosterRows& rows, const EventMeta& meta,
                        const events::AnyEvent& event) {
  when<events::CompetitorEvent>(event, [&]<class E>(const E& e) {
    fold_row<events::CompetitorFactsRecorded, E>(
        rows, meta, keyed<CompetitorRow>(e.competitor_id), [&](CompetitorRow& row) {
          change(row, meta, e);
          row.status = events::competitor_status(row.profile_complete, row.compliance_complete,
                                                 row.game_platform_id.has_value());
        });
  });
}

}  // namespace lockstep::projections
