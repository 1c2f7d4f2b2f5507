// Fold of a competitor's team events into memberships. The desired team belongs to the competitor,
// so a membership is keyed by him and a late word about another team cannot touch it.
#include "projections/memberships.h"

#include "projections/call_error.h"

namespace lockstep::projections {

namespace {

using Handled = Handles<events::CompetitorTeamAssigned, events::CompetitorTeamLeft,
                        events::CompetitorAssignmentRecorded, events::CompetitorAssignmentFailed,
                        events::CompetitorRemoteTeamFound>;

std::optional<TeamId> remote_team(RowAccess& rows, const CompetitorId& id) {
  const auto competitor = rows.get(keyed<CompetitorRow>(id));
  return competitor ? competitor->remote_team_id : std::nullopt;
}

void change(RowAccess& rows, const EventMeta& meta, const events::CompetitorTeamAssigned& e) {
  auto row = keyed<MembershipRow>(e.competitor_id);
  row.team_id = e.team_id;
  // Asked for again: what is known about the team he is on stays known.
  if (const auto before = rows.get(row); before && before->team_id == e.team_id) row = *before;
  if (row.sync.empty())
    row.sync = remote_team(rows, e.competitor_id) == e.team_id ? "synced" : "pending";
  row.position = meta.position;
  rows.put(std::move(row));
}
void change(RowAccess& rows, const EventMeta& /*meta*/, const events::CompetitorTeamLeft& e) {
  rows.erase(keyed<MembershipRow>(e.competitor_id));
}
void change(RowAccess& rows, const EventMeta& meta, const events::CompetitorAssignmentRecorded& e) {
  auto row = rows.get(keyed<MembershipRow>(e.competitor_id));
  if (!row) return;
  row->sync = e.team_id == row->team_id ? "synced" : "pending";
  clear_call_error(*row);
  if (row->sync == "synced") row->game_platform_synced_at = meta.recorded_at;
  row->position = meta.position;
  rows.put(std::move(*row));
}
void change(RowAccess& rows, const EventMeta& meta, const events::CompetitorAssignmentFailed& e) {
  auto row = rows.get(keyed<MembershipRow>(e.competitor_id));
  // A call for another team says nothing about this one: its own call follows.
  if (!row || e.team_id != row->team_id) return;
  row->sync = "error";
  set_call_error(*row, e.failure);
  row->position = meta.position;
  rows.put(std::move(*row));
}

void change(RowAccess& rows, const EventMeta& meta, const events::CompetitorRemoteTeamFound& e) {
  auto row = rows.get(keyed<MembershipRow>(e.competitor_id));
  if (!row) return;
  row->sync = e.team_id == row->team_id ? "synced" : "pending";
  row->position = meta.position;
  rows.put(std::move(*row));
}

}  // namespace

void Memberships::apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<Handled>(event, [&](const auto& e) { change(rows, meta, e); });
}

}  // namespace lockstep::projections
