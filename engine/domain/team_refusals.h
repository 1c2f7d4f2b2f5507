// The refusals that are recorded, by the type that stands in their events: what a person is told.
#pragma once
#include <string_view>

#include "events/result.h"
#include "events/vendor_types.h"

namespace lockstep::domain {

inline constexpr std::string_view kTeamNameTaken = "team-name-taken";
/// It was refused, withdrawn or replaced before.
inline constexpr std::string_view kTeamNameRequestEnded = "team-name-request-ended";
/// The facts are not those any more that the request for the name requires.
inline constexpr std::string_view kTeamFactsChanged = "team-facts-changed";
/// Nobody waits for the name any more.
inline constexpr std::string_view kTeamNameWithdrawn = "team-name-withdrawn";

/// Of CoachTeamNameRefused, TeamNameRefused: why the team does not get the name.
Error team_name_refusal(std::string_view reason);
/// Of TeamMemberRefused, CompetitorTeamRefused: why the team does not take the competitor.
Error team_member_refusal(std::string_view reason);

/// The vendor refuses to make the team as one that exists, and does not have it. Said again, it
/// would be refused again.
events::CallFailure team_name_clashes();

}  // namespace lockstep::domain
