#include "engine/process/team_names.h"

namespace lockstep::process::team_names {

using namespace domain;  // NOLINT(google-build-using-namespace): the commands are the vocabulary
                         // here

namespace {

Reaction release(const CoachId& coach, const TeamId& team, std::optional<std::int64_t> request_no) {
  return {coach.value, CoachCommand{ReleaseTeamName{team, request_no}}, {}};
}

}  // namespace

std::vector<Reaction> react(const events::TeamNameRequested& e) {
  return {
      {e.coach_id.value,
       CoachCommand{HoldTeamName{e.coach_id, e.team_id, e.request_no, e.change.reveal().name}},
       [e](const Error& why) {
         return Reaction{e.team_id.value, TeamCommand{RefuseTeamName{e.request_no, why.type}}, {}};
       }}};
}

std::vector<Reaction> react(const events::CoachTeamNameHeld& e) {
  return {{e.team_id.value, TeamCommand{ConfirmTeamName{e.request_no}},
           // Nobody waits for it any more.
           [e](const Error&) { return release(e.coach_id, e.team_id, e.request_no); }}};
}

std::vector<Reaction> react(const events::CoachTeamNameRefused& e) {
  return {{e.team_id.value, TeamCommand{RefuseTeamName{e.request_no, e.reason}}, {}}};
}

std::vector<Reaction> react(const events::TeamNameRefused& e) {
  return {release(e.coach_id, e.team_id, e.request_no)};
}

std::vector<Reaction> react(const events::TeamFactsRecorded& e) {
  if (!e.replaced_request_no) return {};
  return {release(e.coach_id, e.team_id, e.replaced_request_no)};
}

std::vector<Reaction> react(const events::TeamDeleted& e) {
  return {release(e.coach_id, e.team_id, std::nullopt)};
}

}  // namespace lockstep::process::team_names
