#include "engine/domain/team.h"

#include <algorithm>

#include "base/text.h"
#include "engine/domain/team_refusals.h"
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
  const auto& own = state.affiliation.reveal();
  return {state.id, call_id_for(context, "creation"), state.creation_call.attempts + 1,
          Sealed<events::TeamPayload>{
              {.syned_coach_user_id = state.coach_id.value,
               .syned_team_id = state.id.value,
               .team_name = state.name.reveal(),
               .affiliation = (own ? own : state.coach_school.reveal()).value_or(""),
               .division = state.division}}};
}

// It is there, or a creation that failed may have made it all the same. While one is under way its
// outcome decides: a deletion that overtakes it would find nothing, and what it makes would stay.
bool must_be_deleted_at_vendor(const State& state) {
  if (state.creation_call.call_id) return false;
  return state.remote_exists || state.creation_call.may_have_acted();
}

events::TeamRemoteDeletionRequested deletion(const State& state, const Context& context) {
  return {state.id, call_id_for(context, "deletion"), state.deletion_call.attempts + 1};
}

Result<Events> refuse(std::string_view why) {
  return team_name_refusal(why);
}

Result<Events> check_change(const State& state, const ChangeTeamFacts& c) {
  const bool is_new = state.id.empty();
  if (!is_new && c.only_of && state.coach_id != *c.only_of) return kUnknownTeam;
  if (state.deleted) return refuse("team-deleted");
  const bool lacks = is_new && (!c.coach_id || c.coach_id->empty() || !c.name || !c.division);
  if (c.team_id.empty() || lacks || (c.name && base::length_of(*c.name) < 2))
    return Error{Errc::invalid, "team-facts-missing",
                 "A team needs an id, a coach, a division and a name of at least 2 characters.",
                 ""};
  if (!is_new && c.coach_id && *c.coach_id != state.coach_id)
    return Error{Errc::conflict, "team-of-another-coach", "A team stays with its coach.",
                 "Create a new team for the other coach."};
  if (!is_new && c.division && *c.division != state.division && !state.members.empty())
    return refuse("team-not-empty");
  return Events{};
}

events::TeamFactsChange change_of(const State& state, const ChangeTeamFacts& c) {
  return {c.name.value_or(state.name.reveal()), c.division, c.affiliation.has_value(),
          c.affiliation.value_or(std::nullopt)};
}

// The facts with the change over them. `request_no`: that the coach holds the name for.
events::TeamFactsRecorded facts_with(const State& state, const TeamId& id, const CoachId& coach,
                                     const events::TeamFactsChange& change,
                                     std::int64_t request_no) {
  events::TeamFactsRecorded out{id, coach, Sealed{change.name},
                                change.division.value_or(state.division), state.affiliation};
  if (change.changes_affiliation) out.affiliation = Sealed{change.affiliation};
  if (!out.affiliation.readable()) out.affiliation = Sealed{std::optional<std::string>{}};
  if (request_no != 0) out.name_request_no = request_no;
  if (state.held_name_request != 0 && state.held_name_request != request_no)
    out.replaced_request_no = state.held_name_request;
  return out;
}

Events record(const State& state, const events::TeamFactsRecorded& recorded,
              const Context& context) {
  Events out{recorded};
  const auto next = Team::evolve(state, recorded);
  // A creation that the vendor rejected for its facts is worth trying with new ones.
  if (next.creation_call.failure && next.creation_call.may_try(false, context.now))
    out.emplace_back(creation(next, context));
  return out;
}

bool same_facts(const State& state, const events::TeamFactsRecorded& recorded) {
  return state.name == recorded.name && state.division == recorded.division &&
         state.affiliation.reveal() == recorded.affiliation.reveal();
}

Events request_name(const State& state, const CoachId& coach, const ChangeTeamFacts& c,
                    events::TeamFactsChange change) {
  for (const auto& open : state.name_requests.reveal())
    if (open.coach_id == coach && open.change == change && open.if_revision == c.if_revision)
      return {};  // On its way.
  return {events::TeamNameRequested{c.team_id, coach, state.newest_name_request + 1,
                                    Sealed{std::move(change)}, c.if_revision}};
}

Result<Events> change_facts(const State& state, const ChangeTeamFacts& c, const Context& context) {
  LOCKSTEP_TRY(check_change(state, c));
  auto change = change_of(state, c);
  const auto& coach = state.id.empty() ? *c.coach_id : state.coach_id;
  const bool another_name =
      state.id.empty() || base::name_key(change.name) != base::name_key(state.name.reveal());
  const auto recorded = facts_with(state, state.id, coach, change, state.held_name_request);
  if (!another_name && same_facts(state, recorded)) return Events{};
  if (c.if_revision && *c.if_revision != state.facts_revision) return version_changed();
  if (another_name) return request_name(state, coach, c, std::move(change));
  return record(state, recorded, context);
}

const OpenNameRequest* open_request(const State& state, std::int64_t request_no) {
  const auto& all = state.name_requests.reveal();
  const auto found = std::ranges::find(all, request_no, &OpenNameRequest::request_no);
  return found == all.end() ? nullptr : &*found;
}

Events name_refused(const State& state, const TeamId& id, const OpenNameRequest& open,
                    std::string_view why) {
  const auto& team = state.id.empty() ? id : state.id;
  return {events::TeamNameRefused{team, open.coach_id, open.request_no, std::string(why)}};
}

Result<Events> confirm_name(const State& state, const ConfirmTeamName& c, const Context& context) {
  if (state.held_name_request == c.request_no && c.request_no != 0) return Events{};
  const auto* open = open_request(state, c.request_no);
  if (open == nullptr) return refuse(kTeamNameRequestEnded);
  // Two coaches may have asked for the same new team: it is whose request was confirmed first.
  if (!state.id.empty() && open->coach_id != state.coach_id)
    return name_refused(state, state.id, *open, "team-of-another-coach");
  if (open->if_revision && *open->if_revision != state.facts_revision)
    return name_refused(state, state.requested_id, *open, kTeamFactsChanged);
  const auto& division = open->change.division;
  // Somebody may have joined since it was asked.
  if (division && *division != state.division && !state.members.empty())
    return name_refused(state, state.requested_id, *open, "team-not-empty");
  return record(state,
                facts_with(state, state.requested_id, open->coach_id, open->change, c.request_no),
                context);
}

Events refuse_name(const State& state, const RefuseTeamName& c) {
  const auto* open = open_request(state, c.request_no);
  if (open == nullptr) return {};
  return name_refused(state, state.requested_id, *open, c.reason);
}

// Empty: the team takes the competitor.
std::string_view why_not(const State& state, const AddTeamMember& c) {
  if (!exists(state)) return "team-unknown";
  if (state.coach_id != c.coach_id) return "team-of-another-coach";
  if (state.division != c.division) return "division-mismatch";
  if (!state.members.contains(c.competitor_id.value) && state.members.size() >= kMaxTeamMembers)
    return "team-full";
  return "";
}

Result<Events> add_member(const State& state, const AddTeamMember& c) {
  const auto newest = state.newest_request.find(c.competitor_id.value);
  if (newest != state.newest_request.end() && c.request_no <= newest->second) {
    if (state.members.contains(c.competitor_id.value)) return Events{};
    return team_member_refusal("team-request-superseded");
  }
  if (const auto why = why_not(state, c); !why.empty())
    return Events{
        events::TeamMemberRefused{c.team_id, c.competitor_id, c.request_no, std::string(why)}};
  Events out{events::TeamMemberAdded{state.id, c.competitor_id, c.request_no}};
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

// Said once, and again when the school that is lent changes.
Result<Events> proceed(const State& state, const ProceedTeamCreation& c, const Context& context) {
  if (!exists(state)) return Events{};
  if (state.coach_ready && state.coach_school.reveal() == c.coach_school) return Events{};
  const events::TeamCoachReady ready{state.id, Sealed{c.coach_school}};
  const auto next = Team::evolve(state, ready);
  Events out{ready};
  // What the vendor refused is not sent again as it was.
  const bool worth_a_call =
      !state.coach_ready || (state.creation_call.failure && !state.affiliation.reveal());
  if (worth_a_call && !next.remote_exists && next.creation_call.may_try(false, context.now))
    out.emplace_back(creation(next, context));
  return out;
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

Result<Events> record_creation(const State& state, RecordTeamCreationOutcome c,
                               const Context& context) {
  if (state.creation_call.call_id != c.call_id) return Events{};  // Late or repeated.
  // "It exists" was believed before, and an assignment proved that it does not.
  if (!c.failure && !c.metactf_team_id && state.exists_in_vain) c.failure = team_name_clashes();
  if (c.failure && state.deleted) {
    Events out{events::TeamRemoteCreationFailed{state.id, c.call_id, state.creation_call.attempts,
                                                *c.failure, std::nullopt}};
    // Nobody wants it any more, but it may be there.
    if (must_be_deleted_at_vendor(Team::evolve(state, out.front())))
      out.push_back(deletion(state, context));
    return out;
  }
  if (c.failure)
    return Events{events::TeamRemoteCreationFailed{
        state.id, c.call_id, state.creation_call.attempts, *c.failure,
        state.creation_call.again_at(*c.failure, context)}};
  Events out{events::TeamRemoteCreated{state.id, c.call_id, c.metactf_team_id, c.metactf_coach_id,
                                       Sealed{c.team_name}, c.division, c.maker_unknown}};
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
          [&](const ChangeTeamFacts& c) { return change_facts(state, c, context); },
          [&](const ConfirmTeamName& c) { return confirm_name(state, c, context); },
          [&](const RefuseTeamName& c) -> Result<Events> { return refuse_name(state, c); },
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

void end_name_request(State& state, std::int64_t request_no) {
  auto open = state.name_requests.reveal();
  std::erase_if(open, [&](const auto& request) { return request.request_no == request_no; });
  state.name_requests = Sealed{std::move(open)};
}
void apply(State& state, const events::TeamFactsRecorded& e) {
  if (state.name != e.name) state.exists_in_vain = false;
  state.id = e.team_id;
  state.coach_id = e.coach_id;
  state.name = e.name;
  state.division = e.division;
  state.affiliation = e.affiliation;
  state.held_name_request = e.name_request_no.value_or(0);
  state.newest_name_request = std::max(state.newest_name_request, state.held_name_request);
  end_name_request(state, state.held_name_request);
  state.creation_call.facts_changed();
}
void apply(State& state, const events::TeamNameRequested& e) {
  state.requested_id = e.team_id;
  state.newest_name_request = e.request_no;
  auto open = state.name_requests.reveal();
  open.push_back({e.request_no, e.coach_id, e.change.reveal(), e.if_revision});
  state.name_requests = Sealed{std::move(open)};
}
void apply(State& state, const events::TeamNameRefused& e) {
  end_name_request(state, e.request_no);
}
void apply(State& state, const events::TeamMemberRefused& e) {
  auto& newest = state.newest_request[e.competitor_id.value];
  newest = std::max(newest, e.request_no);
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
  state.name_requests = Sealed{std::vector<OpenNameRequest>{}};
}
void apply(State& state, const events::TeamCoachReady& e) {
  state.coach_ready = true;
  state.coach_school = e.coach_school;
  state.creation_call.facts_changed();
}
void apply(State& state, const events::TeamRemoteCreationRequested& e) {
  state.creation_call.opened(e.call_id, e.attempt);
}
void apply(State& state, const events::TeamRemoteCreated& e) {
  state.remote_exists = true;
  state.metactf_team_id = e.metactf_team_id;
  state.creation_call.succeeded();
  state.only_said_to_exist = !e.metactf_team_id;
  if (e.metactf_team_id) state.exists_in_vain = false;
}
void apply(State& state, const events::TeamRemoteCreationFailed& e) {
  state.creation_call.failed(e.failure, e.retry_at);
  // Whoever asks for it again gets another proof: what was missing then may have been a lie.
  if (!e.failure.passing) state.exists_in_vain = false;
}
void apply(State& state, const events::TeamRemoteMissing& /*e*/) {
  state.remote_exists = false;
  state.metactf_team_id.reset();
  state.exists_in_vain = state.only_said_to_exist;
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
  std::visit(
      [&]<class E>(const E& e) {
        apply(state, e);
        if (events::kRoleOf<E> == events::EventRole::fact) ++state.facts_revision;
      },
      event);
  return state;
}

}  // namespace lockstep::domain
