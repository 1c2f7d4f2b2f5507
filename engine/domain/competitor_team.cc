// The desired team belongs to the competitor: a move A to B can never be undone by a late sync of
// A.
#include "engine/domain/competitor_rules.h"
#include "engine/retry_policy.h"

namespace lockstep::domain::competitor_rules {

namespace {

const Error kSuperseded{Errc::conflict, "team-request-superseded",
                        "A newer request for a team has been confirmed since.", ""};

// Who is inactive is put on no team, but taken off one when somebody asks for it.
bool may_be_brought_about(const State& state) {
  return state.is_active || !state.team;
}

// What the vendor should have: nothing while the desired team does not exist there yet and the
// competitor is nowhere; the old team stays until the new one can take them. After a failed call
// they may be where it would have put them, so where we last saw them proves nothing.
bool remote_differs(const State& state) {
  if (!may_be_brought_about(state)) return false;
  if (state.team == state.remote_team && !state.assignment_call.may_have_acted()) return false;
  return !state.team || state.team_ready;
}

events::CompetitorAssignmentRequested assignment(const State& state,
                                                 const std::optional<TeamId>& team,
                                                 const Context& context) {
  return {state.id, call_id_for(context, "assignment"), state.assignment_call.attempts + 1, team,
          state.remote_team};
}

}  // namespace

Events with_assignment(const State& before, Events so_far, const Context& context) {
  const auto state = fold<Competitor>(before, so_far);
  if (!state.metactf_user_id || state.assignment_call.call_id || !remote_differs(state))
    return so_far;
  so_far.emplace_back(assignment(state, state.team, context));
  return so_far;
}

Result<Events> request_team(const State& state, const RequestTeam& c) {
  if (state.id.empty()) return kUnknownCompetitor;
  if (c.team_id.empty()) return Error{Errc::invalid, "team-missing", "Which team?", ""};
  const bool is_so =
      state.requested_team ? state.requested_team == c.team_id : state.team == c.team_id;
  if (is_so) return Events{};
  if (!state.is_active) return kInactiveCompetitor;
  return Events{events::CompetitorTeamRequested{state.id, c.team_id, state.request_no + 1,
                                                state.division, state.coach_id}};
}

Result<Events> refuse_team(const State& state, const RecordTeamRefused& c) {
  if (!state.requested_team || state.request_no != c.request_no) return Events{};
  return Events{events::CompetitorTeamRefused{state.id, c.team_id, c.request_no, c.reason}};
}

Result<Events> confirm_team(const State& state, const ConfirmTeam& c, const Context& context) {
  if (state.team == c.team_id && state.team_request_no == c.request_no) return Events{};
  if (c.request_no <= state.team_request_no) return kSuperseded;
  // What was refused never happens; what was asked for since counts, and not this.
  if (state.request_no == c.request_no && state.requested_team != c.team_id) return kSuperseded;
  std::optional<TeamId> previous;
  if (state.team && *state.team != c.team_id) previous = state.team;
  return with_assignment(
      state, {events::CompetitorTeamAssigned{state.id, c.team_id, c.request_no, previous}},
      context);
}

Result<Events> leave_team(const State& state, const LeaveTeam& c, const Context& context) {
  const bool is_desired = state.team == c.team_id && c.request_no >= state.team_request_no;
  const bool is_asked = state.requested_team == c.team_id && c.request_no == state.request_no;
  if (!is_desired && !is_asked) return Events{};
  // A request withdrawn before it was confirmed takes back the wish for any older team, too.
  const auto previous = state.team == c.team_id ? std::nullopt : state.team;
  return with_assignment(
      state, {events::CompetitorTeamLeft{state.id, c.team_id, c.request_no, previous}}, context);
}

Result<Events> mark_team_ready(const State& state, const MarkTeamReady& c, const Context& context) {
  if (state.team != c.team_id || state.team_request_no != c.request_no || state.team_ready)
    return Events{};
  return with_assignment(state, {events::CompetitorTeamReady{state.id, c.team_id, c.request_no}},
                         context);
}

Result<Events> converge_assignment(const State& state, const ConvergeAssignment& c,
                                   const Context& context) {
  if (!state.assignment_call.may_try(c.retry, context.now)) return Events{};
  return with_assignment(state, {}, context);
}

Result<Events> free_place(const State& state, const FreePlace& c, const Context& context) {
  const bool waits_elsewhere = state.team && state.team != c.team_id && !state.team_ready;
  const bool may_be_there = state.remote_team == c.team_id || state.assignment_call.failure;
  if (!waits_elsewhere || !may_be_there || state.assignment_call.call_id) return Events{};
  return Events{assignment(state, std::nullopt, context)};
}

Result<Events> record_assignment(const State& state, const RecordAssignmentOutcome& c,
                                 const Context& context) {
  if (state.assignment_call.call_id != c.call_id) return Events{};  // Late or repeated.
  if (!c.failure)
    return with_assignment(
        state, {events::CompetitorAssignmentRecorded{state.id, c.call_id, state.calling_team}},
        context);
  const auto attempts = state.assignment_call.attempts;
  Events failed{events::CompetitorAssignmentFailed{
      state.id, c.call_id, attempts, state.calling_team, *c.failure,
      may_be_brought_about(state) ? next_retry(*c.failure, attempts, context.now, context.seed)
                                  : std::nullopt}};
  // Recalled: whatever is wanted by now is another call.
  if (c.failure->code == events::kFactsChanged)
    return with_assignment(state, std::move(failed), context);
  if (state.calling_team == state.team) {
    // Whoever waits for a place frees their own: two who change places would wait for each other.
    const bool makes_way = c.failure->code == events::kVendorTeamFull && state.team &&
                           state.remote_team && state.remote_team != state.team;
    if (makes_way)
      failed.emplace_back(assignment(fold<Competitor>(state, failed), std::nullopt, context));
    return failed;
  }
  // Something else is wanted by now: that is not a repetition, so it need not wait. But to be on no
  // team may have been what it took to get on this one: that is.
  if (!state.calling_team) return failed;
  return with_assignment(state, std::move(failed), context);
}

// The desired team is not touched: what is wanted and not so converges as it always does.
Result<Events> record_remote_team(const State& state, const RecordRemoteTeam& c,
                                  const Context& context) {
  if (!state.metactf_user_id || state.team_changes != c.team_changes) return Events{};
  Events found;
  if (state.remote_team != c.team_id)
    found.emplace_back(events::CompetitorRemoteTeamFound{state.id, c.found_by, c.team_id});
  if (!state.is_active && !c.asked_for) return found;  // Shown, and not healed.
  return with_assignment(state, std::move(found), context);
}

}  // namespace lockstep::domain::competitor_rules
