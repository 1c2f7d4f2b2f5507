#include "engine/domain/team_refusals.h"

#include <algorithm>
#include <iterator>

namespace lockstep::domain {

namespace {

struct Refusal {
  Errc code;
  std::string_view type;
  std::string_view detail;
  std::string_view remedy;
};

constexpr Refusal kRefusals[]{
    {Errc::conflict, kTeamNameTaken, "Another team of this coach has this name already.",
     "Choose another name."},
    {Errc::conflict, kTeamNameRequestEnded, "This request for a name is over.", "Try again."},
    {Errc::conflict, kTeamFactsChanged,
     "The team's facts are not those that the request requires: somebody has changed them.",
     "Read it again, then repeat the change on what is there now."},
    {Errc::unavailable, kTeamNameWithdrawn,
     "The name could not be confirmed in time; nothing was changed.", "Try again in a moment."},
    {Errc::not_found, "coach-unknown", "There is no such coach.",
     "Record the coach's facts first."},
    {Errc::not_found, "team-unknown", "There is no such team.", "Record the team's facts first."},
    {Errc::conflict, "team-deleted", "This team was deleted.", "Create a new team under a new id."},
    {Errc::conflict, "team-not-empty", "The division cannot change while the team has members.",
     "Take the members off the team first."},
    {Errc::conflict, "team-of-another-coach", "The team belongs to another coach.", ""},
    {Errc::conflict, "division-mismatch", "The competitor's division is not the team's.",
     "Choose a team of the competitor's division."},
    {Errc::conflict, "team-full", "The team has 6 members already.",
     "Take a member off the team first, or choose another team."},
    {Errc::conflict, "team-request-superseded",
     "The competitor has left the team since this was asked.", ""},
};

Error refusal(std::string_view reason) {
  const auto* found = std::ranges::find(kRefusals, reason, &Refusal::type);
  if (found == std::end(kRefusals))
    return {Errc::conflict, std::string(reason), "It was refused.", ""};
  return {found->code, std::string(found->type), std::string(found->detail),
          std::string(found->remedy)};
}

}  // namespace

Error team_name_refusal(std::string_view reason) {
  return refusal(reason);
}

Error team_member_refusal(std::string_view reason) {
  return refusal(reason);
}

events::CallFailure team_name_clashes() {
  return {.code = std::string(events::kVendorConflict),
          .http_status = 409,
          .message =
              "The game platform says that the team is there, and does not have it: another "
              "team there has the same name.",
          .remedy =
              "Change the team's name or ask MetaCTF support who has it. It is sent again when "
              "the name changes, or when somebody asks for it.",
          .passing = false};
}

}  // namespace lockstep::domain
