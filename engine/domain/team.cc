#include "engine/domain/team.h"

#include <algorithm>

#include "base/text.h"
#include "engine/overloaded.h"
#include "engine/retry_policy.h"

namespace lockstep::domain {

namespace {

using State = Team::State;
using Events = std::vector<Team::Event>;

const Error kUnknownTeam{Errc::not_found, "team-unknown", "There is no such team.",
                         "Record the team's facts first."};

bool exists(const State& state) {
  return !state.id.empty() && !state.deleted;
}

events::TeamRemoteCreationRequested creation(const State& state, const Context& context) {
  const auto& affiliation = state.affiliation ? state.affiliation : state.coach_school;
  return {state.id,
          call_id_for(context, "creation"),
          state.creation_call.attempts + 1,
          {.syned_coach_user_id = state.coach_id.value,
           .syned_team_id = state.id.value,
           .team_name = state.name,
           .affiliation = affiliation.value_or(""),
           .division = state.division}};
}

// It is there, or a creation that failed may have made it all the same. While one is under way its
// outcome decides: a deletion that overtakes it would find nothing, and what it makes would stay.
bool must_be_deleted_at_vendor(const State& state) {
  if (state.creation_call.call_id) return false;
  return state.remote_exists || state.creation_call.failure;
}

events::TeamRemoteDeletionRequested deletion(const State& state, const Context& context) {
  return {state.id, call_id_for(context, "deletion"), state.deletion_call.attempts + 1};
}

Result<Events> check_facts(const State& state, const RecordTeamFacts& c) {
  if (c.team_id.empty() || c.coach_id.empty() || base::length_of(c.name) < 2)
    return Error{Errc::invalid, "team-facts-missing",
                 "A team needs an id, a coach and a name of at least 2 characters.", ""};
  if (state.deleted)
    return Error{Errc::conflict, "team-deleted", "This team was deleted.",
                 "Create a new team under a new id."};
  if (state.id.empty()) return Events{};
  if (state.coach_id != c.coach_id)
    return Error{Errc::conflict, "team-of-another-coach", "A team stays with its coach.",
                 "Create a new team for the other coach."};
  if (state.division != c.division && !state.members.empty())
    return Error{Errc::conflict, "team-not-empty",
                 "The division cannot change while the team has members.",
                 "Take the members off the team first."};
  return Events{};
}

Result<Events> record_facts(const State& state, const RecordTeamFacts& c, const Context& context) {
  LOCKSTEP_TRY(auto out, check_facts(state, c));
  if (state.id == c.team_id && state.name == c.name && state.division == c.division &&
      state.affiliation == c.affiliation)
    return out;
  const events::TeamFactsRecorded recorded{c.team_id, c.coach_id, c.name, c.division,
                                           c.affiliation};
  out.emplace_back(recorded);
  const auto next = Team::evolve(state, recorded);
  // A creation that the vendor rejected for its facts is worth trying with new ones.
  if (next.creation_call.failure && next.creation_call.may_try(false, context.now))
    out.emplace_back(creation(next, context));
  return out;
}

Result<Events> check_member(const State& state, const AddTeamMember& c) {
  if (!exists(state)) return kUnknownTeam;
  if (state.coach_id != c.coach_id)
    return Error{Errc::conflict, "team-of-another-coach",
                 "The competitor and the team have different coaches.", ""};
  if (state.division != c.division)
    return Error{Errc::conflict, "division-mismatch",
                 "The competitor's division is not the team's.",
                 "Choose a team of the competitor's division."};
  if (!state.members.contains(c.competitor_id.value) && state.members.size() >= kMaxTeamMembers)
    return Error{Errc::conflict, "team-full", "The team has 6 members already.",
                 "Take a member off the team first, or choose another team."};
  return Events{};
}

Result<Events> add_member(const State& state, const AddTeamMember& c) {
  const auto newest = state.newest_request.find(c.competitor_id.value);
  const auto member = state.members.find(c.competitor_id.value);
  if (exists(state) && newest != state.newest_request.end() && c.request_no <= newest->second) {
    if (member != state.members.end()) return Events{};
    return Error{Errc::conflict, "team-request-superseded",
                 "The competitor has left the team since this was asked.", ""};
  }
  LOCKSTEP_TRY(auto out, check_member(state, c));
  out.emplace_back(events::TeamMemberAdded{state.id, c.competitor_id, c.request_no});
  if (state.remote_exists)
    out.emplace_back(events::TeamMemberCleared{state.id, c.competitor_id, c.request_no});
  return out;
}

Result<Events> remove_member(const State& state, const RemoveTeamMember& c) {
  const auto member = state.members.find(c.competitor_id.value);
  if (member == state.members.end()) return Events{};
  if (c.up_to_request_no && *c.up_to_request_no < member->second) return Events{};
  return Events{events::TeamMemberRemoved{state.id, c.competitor_id, member->second, c.reason}};
}

Result<Events> delete_team(const State& state, const Context& context) {
  if (state.id.empty()) return kUnknownTeam;
  if (state.deleted) return Events{};
  if (!state.members.empty())
    return Error{Errc::conflict, "team-not-empty", "A team with members cannot be deleted.",
                 "Take the members off the team first."};
  Events out{events::TeamDeleted{state.id, state.coach_id}};
  if (must_be_deleted_at_vendor(state)) out.emplace_back(deletion(state, context));
  return out;
}

Result<Events> proceed(const State& state, const ProceedTeamCreation& c, const Context& context) {
  if (!exists(state) || state.coach_ready) return Events{};
  const events::TeamCoachReady ready{state.id, c.coach_school};
  return Events{ready, creation(Team::evolve(state, ready), context)};
}

Result<Events> converge(const State& state, const ConvergeTeam& c, const Context& context) {
  if (state.id.empty()) return kUnknownTeam;
  if (state.deleted) {
    if (!must_be_deleted_at_vendor(state) || !state.deletion_call.may_try(c.retry, context.now))
      return Events{};
    return Events{deletion(state, context)};
  }
  const bool due = state.coach_ready && !state.remote_exists &&
                   state.creation_call.may_try(c.retry, context.now);
  if (!due) return Events{};
  return Events{creation(state, context)};
}

Result<Events> record_creation(const State& state, const RecordTeamCreationOutcome& c,
                               const Context& context) {
  if (state.creation_call.call_id != c.call_id) return Events{};  // Late or repeated.
  if (c.failure && state.deleted)  // Nobody wants it any more, but it may be there.
    return Events{events::TeamRemoteCreationFailed{
                      state.id, c.call_id, state.creation_call.attempts, *c.failure, std::nullopt},
                  deletion(state, context)};
  if (c.failure)
    return Events{events::TeamRemoteCreationFailed{
        state.id, c.call_id, state.creation_call.attempts, *c.failure,
        state.creation_call.again_at(*c.failure, context)}};
  Events out{events::TeamRemoteCreated{state.id, c.call_id, c.metactf_team_id, c.metactf_coach_id,
                                       c.team_name, c.division, c.maker_unknown}};
  for (const auto& [competitor, request_no] : state.members)
    out.emplace_back(events::TeamMemberCleared{state.id, {competitor}, request_no});
  if (state.deleted) out.emplace_back(deletion(state, context));
  return out;
}

// A deleted team may well be missing, and one that is being made is not there yet.
Result<Events> report_missing(const State& state, const ReportTeamMissing& c,
                              const Context& context) {
  if (!exists(state) || !state.remote_exists) return Events{};
  const events::TeamRemoteMissing missing{state.id, c.found_by};
  return Events{missing, creation(Team::evolve(state, missing), context)};
}

Result<Events> record_deletion(const State& state, const RecordTeamDeletionOutcome& c,
                               const Context& context) {
  if (state.deletion_call.call_id != c.call_id) return Events{};  // Late or repeated.
  if (!c.failure) return Events{events::TeamRemoteDeleted{state.id, c.call_id}};
  return Events{events::TeamRemoteDeletionFailed{
      state.id, c.call_id, state.deletion_call.attempts, *c.failure,
      next_retry(*c.failure, state.deletion_call.attempts, context.now, context.seed)}};
}

}  // namespace

Result<Events> Team::decide(const State& state, const Command& command, const Context& context) {
  return std::visit(
      Overloaded{
          [&](const RecordTeamFacts& c) { return record_facts(state, c, context); },
          [&](const AddTeamMember& c) { return add_member(state, c); },
          [&](const RemoveTeamMember& c) { return remove_member(state, c); },
          [&](const DeleteTeam&) { return delete_team(state, context); },
          [&](const ProceedTeamCreation& c) { return proceed(state, c, context); },
          [&](const ConvergeTeam& c) { return converge(state, c, context); },
          [&](const RecordTeamCreationOutcome& c) { return record_creation(state, c, context); },
          [&](const ReportTeamMissing& c) { return report_missing(state, c, context); },
          [&](const RecordTeamDeletionOutcome& c) { return record_deletion(state, c, context); }},
      command);
}

namespace {

void apply(State& state, const events::TeamFactsRecorded& e) {
  state.id = e.team_id;
  state.coach_id = e.coach_id;
  state.name = e.name;
  state.division = e.division;
  state.affiliation = e.affiliation;
  state.creation_call.facts_changed();
}
void apply(State& state, const events::TeamMemberAdded& e) {
  state.members[e.competitor_id.value] = e.request_no;
  state.newest_request[e.competitor_id.value] = e.request_no;
}
void apply(State& state, const events::TeamMemberRemoved& e) {
  state.members.erase(e.competitor_id.value);
}
void apply(State& /*state*/, const events::TeamMemberCleared& /*e*/) {}
void apply(State& state, const events::TeamDeleted& /*e*/) {
  state.deleted = true;
}
void apply(State& state, const events::TeamCoachReady& e) {
  state.coach_ready = true;
  state.coach_school = e.coach_school;
}
void apply(State& state, const events::TeamRemoteCreationRequested& e) {
  state.creation_call.opened(e.call_id, e.attempt);
}
void apply(State& state, const events::TeamRemoteCreated& e) {
  state.remote_exists = true;
  state.metactf_team_id = e.metactf_team_id;
  state.creation_call.succeeded();
}
void apply(State& state, const events::TeamRemoteCreationFailed& e) {
  state.creation_call.failed(e.failure, e.retry_at);
}
void apply(State& state, const events::TeamRemoteMissing& /*e*/) {
  state.remote_exists = false;
  state.metactf_team_id.reset();
}
void apply(State& state, const events::TeamRemoteDeletionRequested& e) {
  state.deletion_call.opened(e.call_id, e.attempt);
}
void apply(State& state, const events::TeamRemoteDeleted& /*e*/) {
  state.remote_exists = false;
  state.metactf_team_id.reset();
  state.creation_call.succeeded();
  state.deletion_call.succeeded();
}
void apply(State& state, const events::TeamRemoteDeletionFailed& e) {
  state.deletion_call.failed(e.failure, e.retry_at);
}

}  // namespace

Team::State Team::evolve(State state, const Event& event) {
  std::visit([&](const auto& e) { apply(state, e); }, event);
  return state;
}

}  // namespace lockstep::domain
