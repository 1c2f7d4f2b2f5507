// Fold of competitor events into competitor rows. A row exists from the first facts on. The status
// is recomputed from the whole row after every event, here and nowhere else.
#include "projections/competitors.h"

#include "events/codec.h"
#include "events/competitor_status.h"
#include "projections/call_error.h"

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
  row.division = events::enum_name(e.division);
  row.is_active = e.is_active;
  row.profile_complete = e.profile_complete;
  row.compliance_complete = e.compliance_complete;
  row.compliance_date = e.compliance_date;
  row.syned_school_id = e.syned_school_id;
  row.syned_region_id = e.syned_region_id;
  if (row.onboarding.empty()) row.onboarding = "none";
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorOnboardingWanted& /*e*/) {
  row.onboarding = "wanted";
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorOnboardingParked& /*e*/) {
  row.onboarding = "parked";
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorOnboardingRequested& /*e*/) {
  row.onboarding = "calling";
}
void change(CompetitorRow& row, const EventMeta& meta, const events::CompetitorOnboarded& e) {
  row.onboarding = "done";
  row.game_platform_id = e.competitor_id.value;
  row.metactf_user_id = e.metactf_user_id;
  row.metactf_username.reset();
  if (e.metactf_username.readable()) row.metactf_username = e.metactf_username.reveal();
  row.metactf_user_status = e.metactf_user_status;
  row.last_login_at = e.last_login_at;
  set_synced(row, meta.recorded_at);
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorOnboardingFailed& e) {
  row.onboarding = "failed";
  set_call_error(row, e.failure);
}
void change(CompetitorRow& row, const EventMeta& meta,
            const events::CompetitorPlatformStatusRecorded& e) {
  row.metactf_user_status = e.metactf_user_status;
  row.last_login_at = e.last_login_at;
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
  if (row.onboarding == "done") clear_call_error(row);
}
// A membership shows its own errors. Without one, only the competitor is left to show that the
// vendor still has him on a team.
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorAssignmentFailed& e) {
  if (!e.team_id) set_call_error(row, e.failure);
}
void change(CompetitorRow& row, const EventMeta& /*meta*/,
            const events::CompetitorRemoteTeamFound& e) {
  row.remote_team_id = e.team_id;
}
// These only move the version.
template <OneOf<events::CompetitorCoachCleared, events::CompetitorTeamRequested,
                events::CompetitorTeamRefused, events::CompetitorTeamReady,
                events::CompetitorAssignmentRequested, events::CompetitorPasswordResetRequested,
                events::CompetitorPasswordResetSent, events::CompetitorPasswordResetFailed>
              E>
void change(CompetitorRow& /*row*/, const EventMeta& /*meta*/, const E& /*e*/) {}

}  // namespace

void Competitors::apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<events::CompetitorEvent>(event, [&]<class E>(const E& e) {
    const auto key = keyed<CompetitorRow>(e.competitor_id);
    auto row = rows.get(key);
    if (!row && !std::same_as<E, events::CompetitorFactsRecorded>) return;
    if (!row) row = key;
    change(*row, meta, e);
    row->status = events::enum_name(events::competitor_status(
        row->profile_complete, row->compliance_complete, row->game_platform_id.has_value()));
    if (events::kRoleOf<E> == events::EventRole::fact) ++row->facts_revision;
    row->version = meta.version;
    row->position = meta.position;
    rows.put(std::move(*row));
  });
}

}  // namespace lockstep::projections
