// Members of teams. The desired team belongs to the competitor, the roster to the team, so putting
// him on it is two commands. Both are given here, that the caller gets the team's refusal at once;
// the engine's roster process does the rest from the log, and the same two again if we die between.
#include <algorithm>

#include "adapters/http/access.h"
#include "adapters/http/change.h"
#include "adapters/http/handlers.h"
#include "adapters/http/precondition.h"
#include "events/any_event.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kAsked = ":1";  // The competitor's part of the change.

// What RequestTeam decided, read back from where it stands in the log.
Result<domain::AddTeamMember> request_at(log::EventLog& log, Position position) {
  const Error lost{Errc::unavailable, "request-not-readable",
                   "The request for the team was recorded but could not be read back.",
                   "Try again with the same Idempotency-Key."};
  if (position.value == 0) return lost;
  LOCKSTEP_TRY(auto found, log.read_all(Position{position.value - 1}, {.max_events = 1}));
  if (found.empty()) return lost;
  LOCKSTEP_TRY(auto event, events::decode(found.front()));
  const auto* asked = std::get_if<events::CompetitorTeamRequested>(&event);
  if (asked == nullptr) return lost;
  return domain::AddTeamMember{asked->competitor_id, asked->request_no, asked->division,
                               asked->coach_id};
}

// Names the competitor, because the version is his: he is the one who was asked.
Answer member_answer(const Call& call, CommandReply asked, Position done) {
  asked.position = std::max(asked.position, done);
  return command_answer(200, {{"id", call.ids[1]}, {"teamId", call.ids[0]}}, asked);
}

// None unless both parts (or the first, when it changed nothing) were answered before.
Result<std::optional<Answer>> remembered_answer(const Call& call, Change& change) {
  LOCKSTEP_TRY(auto asked, change.remembered(kAsked));
  if (!asked) return std::optional<Answer>{};
  if (!asked->changed) return std::optional{member_answer(call, *asked, asked->position)};
  LOCKSTEP_TRY(auto added, change.remembered());
  if (!added) return std::optional<Answer>{};
  return std::optional{member_answer(call, *asked, added->position)};
}

}  // namespace

Answered<Answer> put_member(Call& call) {
  LOCKSTEP_TRY(refuse_precondition(call));
  LOCKSTEP_TRY(auto body, empty_body(call));
  LOCKSTEP_TRY(auto change, Change::begin(call, body));
  LOCKSTEP_TRY(auto known, remembered_answer(call, change));
  if (known) return *std::move(known);

  LOCKSTEP_TRY(auto team, visible_team(call, {call.ids[0]}, Freshness::fresh));
  LOCKSTEP_TRY(auto competitor, visible_competitor(call, {call.ids[1]}, Freshness::fresh));
  LOCKSTEP_TRY(auto asked,
               change.execute(competitor.id.value,
                              domain::CompetitorCommand{domain::RequestTeam{team.id}}, kAsked));
  if (!asked.changed) return member_answer(call, asked, asked.position);
  LOCKSTEP_TRY(auto add, request_at(call.api.ports.log, asked.position));
  LOCKSTEP_TRY(auto added, change.execute(team.id.value, domain::TeamCommand{std::move(add)}));
  return member_answer(call, asked, added.position);
}

namespace {

// He leaves at once, so that a wish for the same team right behind this one is a new wish. The
// engine's roster process would say the same later, and finds nothing left to do.
Result<void> leave_now(Call& call, Change& change, const TeamId& team, Position removed_at) {
  LOCKSTEP_TRY(auto found,
               call.api.ports.log.read_all(Position{removed_at.value - 1}, {.max_events = 1}));
  if (found.empty()) return boost::outcome_v2::success();
  LOCKSTEP_TRY(auto event, events::decode(found.front()));
  const auto* removed = std::get_if<events::TeamMemberRemoved>(&event);
  if (removed == nullptr) return boost::outcome_v2::success();
  LOCKSTEP_TRY(change.execute_unkeyed(
      removed->competitor_id.value,
      domain::CompetitorCommand{domain::LeaveTeam{team, removed->request_no}}));
  return boost::outcome_v2::success();
}

}  // namespace

Answered<Answer> delete_member(Call& call) {
  LOCKSTEP_TRY(refuse_precondition(call));
  return answer_change(call, 200, {}, [&](Change& change) -> Answered<CommandReply> {
    LOCKSTEP_TRY(auto team, visible_team(call, {call.ids[0]}, Freshness::fresh));
    LOCKSTEP_TRY(auto reply,
                 change.execute(team.id.value,
                                domain::TeamCommand{domain::RemoveTeamMember{
                                    {call.ids[1]}, std::nullopt, events::RemovalReason::asked}}));
    if (reply.changed) {
      LOCKSTEP_TRY(leave_now(call, change, team.id, reply.position));
    }
    return reply;
  });
}

}  // namespace lockstep::http
