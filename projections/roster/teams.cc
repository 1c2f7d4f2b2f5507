// Fold of team events into team rows. A deleted team's row stays as long as the vendor may have the
// team, so that the pending deletion is seen; it goes with the vendor's confirmation.
#include "projections/roster/teams.h"

#include "projections/tables/call_error.h"

namespace lockstep::projections {

namespace {

void change(TeamRow& row, const EventMeta& /*meta*/, const events::TeamFactsRecorded& e) {
  row.coach_id = e.coach_id;
  row.name = e.name.reveal();
  row.division = e.division;
  row.affiliation = e.affiliation.reveal();
  row.deleted = false;
}
void change(TeamRow& row, const EventMeta& /*meta*/, const events::TeamDeleted& /*e*/) {
  row.deleted = true;
}
void change(TeamRow& row, const EventMeta& /*meta*/,
            const events::TeamRemoteCreationRequested& /*e*/) {
  row.remote = RemoteTeam::calling;
}
void change(TeamRow& row, const EventMeta& meta, const events::TeamRemoteCreated& e) {
  row.remote = RemoteTeam::done;
  row.game_platform_id = e.team_id.value;
  row.metactf_team_id = e.metactf_team_id;
  set_synced(row, meta.recorded_at);
}
void change(TeamRow& row, const EventMeta& /*meta*/, const events::TeamRemoteCreationFailed& e) {
  row.remote = RemoteTeam::failed;
  set_call_error(row, e.failure);
}
void change(TeamRow& row, const EventMeta& /*meta*/, const events::TeamRemoteMissing& /*e*/) {
  row.remote = RemoteTeam::none;
  row.game_platform_id.reset();
  row.metactf_team_id.reset();
}
void change(TeamRow& row, const EventMeta& /*meta*/,
            const events::TeamRemoteDeletionRequested& /*e*/) {
  row.remote = RemoteTeam::deleting;
}
void change(TeamRow& row, const EventMeta& meta, const events::TeamRemoteDeleted& /*e*/) {
  row.remote = RemoteTeam::none;
  row.game_platform_id.reset();
  row.metactf_team_id.reset();
  set_synced(row, meta.recorded_at);
}
void change(TeamRow& row, const EventMeta& /*meta*/, const events::TeamRemoteDeletionFailed& e) {
  row.remote = RemoteTeam::delete_failed;
  set_call_error(row, e.failure);
}
// These only move the version.
template <
    QuietOrOneOf<events::TeamNameRequested, events::TeamNameRefused, events::TeamMemberAdded,
                 events::TeamMemberRefused, events::TeamMemberRemoved, events::TeamMemberCleared>
        E>
void change(TeamRow& /*row*/, const EventMeta& /*meta*/, const E& /*e*/) {}

// Nothing is left of it anywhere. A creation that failed left nothing either: the decider asks for
// no deletion then.
bool gone(const TeamRow& row) {
  return row.deleted && (row.remote == RemoteTeam::none || row.remote == RemoteTeam::failed);
}

}  // namespace

void Teams::apply(const RosterRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<events::TeamEvent>(event, [&]<class E>(const E& e) {
    fold_row<events::TeamFactsRecorded, E>(
        rows, meta, keyed<TeamRow>(e.team_id), [&](TeamRow& row) { change(row, meta, e); }, gone);
  });
}

}  // namespace lockstep::projections
