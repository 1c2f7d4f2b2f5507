// Fold of a competitor's team events. It follows the competitor's own state (engine/domain), so
// that a count of changes says in both whether they speak of the same moment.
#include "projections/assignments.h"

namespace lockstep::projections {

namespace {

void change(AssignmentRow& row, const events::CompetitorOnboarded& /*e*/) {
  row.onboarded = true;
}
void change(AssignmentRow& row, const events::CompetitorTeamRequested& e) {
  row.request_no = e.request_no;
  row.requested_team_id = e.team_id;
}
void change(AssignmentRow& row, const events::CompetitorTeamRefused& e) {
  if (e.request_no == row.request_no) row.requested_team_id.reset();
}
void change(AssignmentRow& row, const events::CompetitorTeamAssigned& e) {
  if (row.team_id != e.team_id) row.team_ready = false;
  row.team_id = e.team_id;
  if (e.request_no == row.request_no) row.requested_team_id.reset();
}
void change(AssignmentRow& row, const events::CompetitorTeamLeft& e) {
  row.team_id.reset();
  row.team_ready = false;
  if (e.request_no >= row.request_no) row.requested_team_id.reset();
}
void change(AssignmentRow& row, const events::CompetitorTeamReady& /*e*/) {
  row.team_ready = true;
}
void change(AssignmentRow& row, const events::CompetitorAssignmentRequested& /*e*/) {
  row.call = "open";
}
void change(AssignmentRow& row, const events::CompetitorAssignmentRecorded& e) {
  row.call = "none";
  row.remote_team_id = e.team_id;
}
void change(AssignmentRow& row, const events::CompetitorAssignmentFailed& /*e*/) {
  row.call = "failed";
}
void change(AssignmentRow& row, const events::CompetitorRemoteTeamFound& e) {
  row.remote_team_id = e.team_id;
}

}  // namespace

void Assignments::apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<events::CompetitorTeamChanges>(event, [&](const auto& e) {
    auto row = row_or(rows, keyed<AssignmentRow>(e.competitor_id));
    if (row.call.empty()) row.call = "none";
    change(row, e);
    ++row.team_changes;
    row.position = meta.position;
    rows.put(std::move(row));
  });
}

}  // namespace lockstep::projections
