#include "engine/process/roster.h"

namespace lockstep::process::roster {

using namespace domain;  // NOLINT(google-build-using-namespace): the commands are the vocabulary
                         // here

std::vector<Reaction> react(const events::CompetitorTeamRequested& e) {
  return {
      {e.team_id.value,
       TeamCommand{AddTeamMember{e.team_id, e.competitor_id, e.request_no, e.division, e.coach_id}},
       [e](const Error& why) {
         return Reaction{e.competitor_id.value,
                         CompetitorCommand{RecordTeamRefused{e.team_id, e.request_no, why.type}},
                         {}};
       }}};
}

namespace {

// The old team lets the competitor go, unless it has been asked for again since.
std::vector<Reaction> let_go(const std::optional<TeamId>& team, const CompetitorId& competitor,
                             std::int64_t newer_request_no) {
  if (!team) return {};
  return {{team->value,
           TeamCommand{
               RemoveTeamMember{competitor, newer_request_no - 1, events::RemovalReason::moved}},
           {}}};
}

}  // namespace

std::vector<Reaction> react(const events::CompetitorTeamAssigned& e) {
  return let_go(e.previous_team_id, e.competitor_id, e.request_no);
}

std::vector<Reaction> react(const events::CompetitorTeamLeft& e) {
  return let_go(e.previous_team_id, e.competitor_id, e.request_no);
}

std::vector<Reaction> react(const events::TeamMemberAdded& e) {
  return {{e.competitor_id.value, CompetitorCommand{ConfirmTeam{e.team_id, e.request_no}},
           // The competitor has gone elsewhere since: this team lets them go.
           [e](const Error&) {
             return Reaction{e.team_id.value,
                             TeamCommand{RemoveTeamMember{e.competitor_id, e.request_no,
                                                          events::RemovalReason::moved}},
                             {}};
           }}};
}

std::vector<Reaction> react(const events::TeamMemberRefused& e) {
  return {{e.competitor_id.value,
           CompetitorCommand{RecordTeamRefused{e.team_id, e.request_no, e.reason}},
           {}}};
}

std::vector<Reaction> react(const events::TeamMemberRemoved& e) {
  return {{e.competitor_id.value, CompetitorCommand{LeaveTeam{e.team_id, e.request_no}}, {}}};
}

std::vector<Reaction> react(const events::TeamMemberCleared& e) {
  return {{e.competitor_id.value, CompetitorCommand{MarkTeamReady{e.team_id, e.request_no}}, {}}};
}

std::vector<Reaction> react(const events::CompetitorAssignmentFailed& e) {
  if (!e.team_id || e.failure.code != events::kVendorTeamMissing) return {};
  return {{e.team_id->value, TeamCommand{ReportTeamMissing{e.call_id}}, {}}};
}

// Whoever has changed since it was held knows that this is old news.
std::vector<Reaction> react(const events::PlatformRemovalsApproved& e) {
  std::vector<Reaction> out;
  for (const auto& removal : e.removals)
    out.push_back({removal.competitor_id.value,
                   CompetitorCommand{RecordRemoteTeam{e.run_id, removal.remote_team_id,
                                                      removal.team_changes, true}},
                   {}});
  return out;
}

}  // namespace lockstep::process::roster
