// Fold of team events into team rows. A deleted team's row stays as long as the vendor may have the
// team, so that the pending deletion is seen; it goes with the vendor's confirmation.
#include "projections/roster/teams.h"

#include "events/failure_codes.h"
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
void is_there(TeamRow& row, Timestamp since) {
  row.remote = RemoteTeam::done;
  row.game_platform_id = row.id.value;
  set_synced(row, since);
}
void change(TeamRow& row, const EventMeta& meta, const events::TeamRemoteCreated& e) {
  row.metactf_team_id = e.metactf_team_id;
  if (e.metactf_team_id || e.metactf_coach_id || e.division) return is_there(row, meta.recorded_at);
  row.remote = RemoteTeam::unknown;
  row.game_platform_sync_error =
      "The game platform says that the team exists already, and has no call that shows it.";
  row.game_platform_sync_error_code = std::string(events::kVendorTeamUnproven);
  row.game_platform_sync_remedy = "Put somebody on the team: then it is known.";
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

// Somebody is on it there.
void prove(const RosterRows& rows, const EventMeta& meta, const std::optional<TeamId>& team) {
  if (!team) return;
  auto row = rows.get(keyed<TeamRow>(*team));
  if (!row || row->remote != RemoteTeam::unknown) return;
  is_there(*row, meta.recorded_at);
  row->position = meta.position;
  rows.put(*std::move(row));
}

}  // namespace

void Teams::apply(const RosterRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<events::TeamEvent>(event, [&]<class E>(const E& e) {
    fold_row<events::TeamFactsRecorded, E>(
        rows, meta, keyed<TeamRow>(e.team_id), [&](TeamRow& row) { change(row, meta, e); }, gone);
  });
  when<Handles<events::CompetitorAssignmentRecorded, events::CompetitorRemoteTeamFound>>(
      event, [&](const auto& e) { prove(rows, meta, e.team_id); });
}

}  // namespace lockstep::projections
