// Fold of a competitor's team events into memberships. The desired team belongs to the competitor,
// so a membership is keyed by competitor, and a late word about another team cannot touch it.
#include "projections/roster/memberships.h"

#include "projections/tables/call_error.h"

namespace lockstep::projections {

namespace {

using Handled = Handles<events::CompetitorTeamAssigned, events::CompetitorTeamLeft,
                        events::CompetitorAssignmentRecorded, events::CompetitorAssignmentFailed,
                        events::CompetitorRemoteTeamFound>;

std::optional<TeamId> remote_team(const RosterRows& rows, const CompetitorId& id) {
  const auto competitor = rows.get(keyed<CompetitorRow>(id));
  return competitor ? competitor->remote_team_id : std::nullopt;
}

MembershipSync step(bool is_there) {
  return is_there ? MembershipSync::synced : MembershipSync::pending;
}

void change(const RosterRows& rows, const EventMeta& meta,
            const events::CompetitorTeamAssigned& e) {
  auto row = keyed<MembershipRow>(e.competitor_id);
  // Asked for again: what is known about the team they are on stays known.
  const auto before = rows.get(row);
  if (before && before->team_id == e.team_id)
    row = *before;
  else
    row.sync = step(remote_team(rows, e.competitor_id) == e.team_id);
  row.team_id = e.team_id;
  row.position = meta.position;
  rows.put(std::move(row));
}
void change(const RosterRows& rows, const EventMeta& /*meta*/,
            const events::CompetitorTeamLeft& e) {
  rows.erase(keyed<MembershipRow>(e.competitor_id));
}
void change(const RosterRows& rows, const EventMeta& meta,
            const events::CompetitorAssignmentRecorded& e) {
  auto row = rows.get(keyed<MembershipRow>(e.competitor_id));
  if (!row) return;
  row->sync = step(e.team_id == row->team_id);
  clear_call_error(*row);
  if (row->sync == MembershipSync::synced) row->game_platform_synced_at = meta.recorded_at;
  row->position = meta.position;
  rows.put(std::move(*row));
}
void change(const RosterRows& rows, const EventMeta& meta,
            const events::CompetitorAssignmentFailed& e) {
  auto row = rows.get(keyed<MembershipRow>(e.competitor_id));
  // A call for another team says nothing about this one: its own call follows.
  if (!row || e.team_id != row->team_id) return;
  row->sync = MembershipSync::error;
  set_call_error(*row, e.failure);
  row->position = meta.position;
  rows.put(std::move(*row));
}

void change(const RosterRows& rows, const EventMeta& meta,
            const events::CompetitorRemoteTeamFound& e) {
  auto row = rows.get(keyed<MembershipRow>(e.competitor_id));
  if (!row) return;
  row->sync = step(e.team_id == row->team_id);
  row->position = meta.position;
  rows.put(std::move(*row));
}

}  // namespace

void Memberships::apply(const RosterRows& rows, const EventMeta& meta,
                        const events::AnyEvent& event) {
  when<Handled>(event, [&](const auto& e) { change(rows, meta, e); });
}

}  // namespace lockstep::projections
