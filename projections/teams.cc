// Fold of team events into team rows. A deleted team's row stays as long as the vendor may have the
// team, so that the pending deletion is seen; it goes with the vendor's confirmation.
#include "projections/teams.h"

#include "events/codec.h"
#include "projections/call_error.h"

namespace lockstep::projections {

namespace {

void change(TeamRow& row, const EventMeta& /*meta*/, const events::TeamFactsRecorded& e) {
  row.coach_id = e.coach_id;
  row.name = e.name.reveal();
  row.division = events::enum_name(e.division);
  row.affiliation = e.affiliation.reveal();
  row.deleted = false;
  if (row.remote.empty()) row.remote = "none";
}
void change(TeamRow& row, const EventMeta& /*meta*/, const events::TeamDeleted& /*e*/) {
  row.deleted = true;
}
void change(TeamRow& row, const EventMeta& /*meta*/,
            const events::TeamRemoteCreationRequested& /*e*/) {
  row.remote = "calling";
}
void change(TeamRow& row, const EventMeta& meta, const events::TeamRemoteCreated& e) {
  row.remote = "done";
  row.game_platform_id = e.team_id.value;
  row.metactf_team_id = e.metactf_team_id;
  set_synced(row, meta.recorded_at);
}
void change(TeamRow& row, const EventMeta& /*meta*/, const events::TeamRemoteCreationFailed& e) {
  row.remote = "failed";
  set_call_error(row, e.failure);
}
void change(TeamRow& row, const EventMeta& /*meta*/, const events::TeamRemoteMissing& /*e*/) {
  row.remote = "none";
  row.game_platform_id.reset();
  row.metactf_team_id.reset();
}
void change(TeamRow& row, const EventMeta& /*meta*/,
            const events::TeamRemoteDeletionRequested& /*e*/) {
  row.remote = "deleting";
}
void change(TeamRow& row, const EventMeta& meta, const events::TeamRemoteDeleted& /*e*/) {
  row.remote = "none";
  row.game_platform_id.reset();
  row.metactf_team_id.reset();
  set_synced(row, meta.recorded_at);
}
void change(TeamRow& row, const EventMeta& /*meta*/, const events::TeamRemoteDeletionFailed& e) {
  row.remote = "delete_failed";
  set_call_error(row, e.failure);
}
// These only move the version.
template <OneOf<events::TeamNameRequested, events::TeamNameRefused, events::TeamCoachReady,
                events::TeamMemberAdded, events::TeamMemberRefused, events::TeamMemberRemoved,
                events::TeamMemberCleared>
              E>
void change(TeamRow& /*row*/, const EventMeta& /*meta*/, const E& /*e*/) {}

// Nothing is left of it anywhere. A creation that failed left nothing either: the decider asks for
// no deletion then.
bool gone(const TeamRow& row) {
  return row.deleted && (row.remote == "none" || row.remote == "failed");
}

}  // namespace

void Teams::apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<events::TeamEvent>(event, [&]<class E>(const E& e) {
    const auto key = keyed<TeamRow>(e.team_id);
    auto row = rows.get(key);
    if (!row && !std::same_as<E, events::TeamFactsRecorded>) return;
    if (!row) row = key;
    change(*row, meta, e);
    if (events::kRoleOf<E> == events::EventRole::fact) ++row->facts_revision;
    row->version = meta.version;
    row->position = meta.position;
    if (gone(*row)) return rows.erase(key);
    rows.put(std::move(*row));
  });
}

}  // namespace lockstep::projections
