// Fold of a competitor's team events. It follows the competitor's own state (engine/domain), so
// that a count of changes says in both whether they speak of the same moment.
#include "projections/vendor_work/assignments.h"

#include <algorithm>

#include "events/taken_back.h"

namespace lockstep::projections {

namespace {

void change(AssignmentRow& row, const events::CompetitorOnboarded& e) {
  row.onboarded = true;
  row.metactf_user_id = e.metactf_user_id;
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
void found_on(AssignmentRow& row, const std::optional<TeamId>& team) {
  row.remote_team_id = team;
  row.perhaps_on.as_array().clear();
}
void change(AssignmentRow& row, const events::CompetitorAssignmentRequested& e) {
  row.call = AssignmentCall::open;
  row.calling_team_id = e.team_id;
}
void change(AssignmentRow& row, const events::CompetitorAssignmentRecorded& e) {
  row.call = AssignmentCall::none;
  row.calling_team_id.reset();
  found_on(row, e.team_id);
}
void change(AssignmentRow& row, const events::CompetitorAssignmentFailed& e) {
  row.call =
      events::was_taken_back(e.failure, e.attempt) ? AssignmentCall::none : AssignmentCall::failed;
  row.calling_team_id.reset();
  if (!e.team_id || e.failure.nothing_written.value_or(false)) return;
  auto& teams = row.perhaps_on.as_array();
  if (std::ranges::find(teams, boost::json::value{e.team_id->value}) == teams.end())
    teams.emplace_back(e.team_id->value);
}
void change(AssignmentRow& row, const events::CompetitorRemoteTeamFound& e) {
  found_on(row, e.team_id);
}

}  // namespace

std::set<std::string> may_be_on(const AssignmentRow& row) {
  std::set<std::string> out;
  if (row.remote_team_id) out.insert(row.remote_team_id->value);
  if (row.calling_team_id) out.insert(row.calling_team_id->value);
  if (const auto* teams = row.perhaps_on.if_array())
    for (const auto& team : *teams) out.emplace(team.as_string());
  return out;
}

void Assignments::apply(const WorkRows& rows, const EventMeta& meta,
                        const events::AnyEvent& event) {
  when<events::CompetitorTeamChanges>(event, [&](const auto& e) {
    auto row = take_or(rows, keyed<AssignmentRow>(e.competitor_id));
    if (row.perhaps_on.is_null()) row.perhaps_on.emplace_array();
    change(row, e);
    ++row.team_changes;
    row.position = meta.position;
    rows.put(std::move(row));
  });
}

}  // namespace lockstep::projections
