// Teams: facts, state, list, deletion, convergence.
#include <utility>

#include "adapters/http/api/access.h"
#include "adapters/http/api/as_of.h"
#include "adapters/http/api/bodies.h"
#include "adapters/http/api/change.h"
#include "adapters/http/api/cursor.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/api/precondition.h"
#include "adapters/http/api/views.h"
#include "adapters/http/json_object.h"
#include "base/text.h"
#include "engine/domain/team_refusals.h"
#include "engine/usecases/converge_team.h"
#include "engine/usecases/delete_team.h"
#include "engine/usecases/record_team.h"

namespace lockstep::http {

namespace {

using projections::TeamRow;

constexpr std::size_t kDefaultLimit = 100;
constexpr std::size_t kMaxLimit = 500;
// The first command of a request: answered once, the request is only repeated.
constexpr std::string_view kAsked = ":ask";
constexpr std::string_view kDeleted = ":delete";

// What the body changes, checked as far as that goes without the team's own state. `row` may be
// old: it only spares questions.
Answered<domain::ChangeTeamFacts> facts_change(Call& call, const boost::json::object& body,
                                               const std::optional<TeamRow>& row) {
  domain::ChangeTeamFacts change;
  change.team_id = {call.ids.front()};
  if (call.by_coach()) change.only_of = CoachId{call.who.id};
  Fields fields{body};
  fields.read<bodies::TeamFacts>(change);
  if (!row && fields.lacks_required()) {
    LOCKSTEP_TRY(catch_up(call));
    LOCKSTEP_TRY(const auto newest, present_team(call, change.team_id));
    if (!newest) fields.refuse_lacking();
  }
  if (change.coach_id && (!row || row->coach_id != *change.coach_id)) {
    LOCKSTEP_TRY(const bool may, may_belong_to(call, *change.coach_id));
    if (!may) fields.add("coachId", "There is no such coach.");
  }
  LOCKSTEP_TRY(fields.finish());
  return change;
}

// A name that the coach has already is refused before the id is looked at: whether somebody else's
// team has that is nobody's to know. And what is refused here leaves nothing in the log.
Answered<void> refuse_name_they_have(Call& call, const domain::ChangeTeamFacts& change) {
  const auto wanted = base::name_key(change.name.value_or(""));
  ports::TeamQuery query{.coach_id = CoachId{call.who.id}, .after = {}, .limit = kMaxLimit};
  do {
    LOCKSTEP_TRY(auto page, call.reads().roster().teams(query));
    for (const auto& row : page.rows)
      if (row.id != change.team_id && base::name_key(row.name) == wanted)
        return Problem{domain::team_name_refusal(domain::kTeamNameTaken)};
    query.after = std::move(page.next);
  } while (query.after);
  return boost::outcome_v2::success();
}

Answered<usecases::AnyUseCase> record_team(Call& call, const boost::json::object& body,
                                           Precondition& required) {
  LOCKSTEP_TRY(auto row, present_team(call, {call.ids.front()}));
  LOCKSTEP_TRY(required.check(revision_of(row)));
  LOCKSTEP_TRY(auto facts, facts_change(call, body, row));
  if (!row && call.by_coach()) {
    LOCKSTEP_TRY(refuse_name_they_have(call, facts));
  }
  facts.if_revision = required.expected(revision_of(row));
  return usecases::RecordTeam{std::move(facts)};
}

}  // namespace

Answered<Handled> put_team(Call& call) {
  LOCKSTEP_TRY(auto body, parse_object(call.request.body));
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  LOCKSTEP_TRY(auto change, Change::begin(call, body));
  LOCKSTEP_TRY(const auto known, change.remembered(kAsked));
  if (known) required = {};  // It held when this was asked first.
  const Tell tell = [told = tell_changed(200, call.ids.front(), true)](
                        Answered<CommandReply> reply) -> Answered<Answer> {
    if (!reply && reply.error().error.type == domain::kTeamFactsChanged)
      return precondition_failed();
    return told(std::move(reply));
  };
  return PlannedChange{
      std::move(change),
      [&call, body, required]() mutable { return record_team(call, body, required); }, tell};
}

Answered<Answer> get_team(Call& call) {
  LOCKSTEP_TRY(const auto past, as_of(call));
  if (past) return past_team(call, *past);
  LOCKSTEP_TRY(open_page(call));
  LOCKSTEP_TRY(auto row, visible_team(call, {call.ids.front()}));
  LOCKSTEP_TRY(auto members, call.page->roster().members(row.id));
  return tagged_answer(call, state_answer(view(row, members), call.page->position()),
                       row.facts_revision);
}

Answered<Answer> list_teams(Call& call) {
  ports::TeamQuery query;
  LOCKSTEP_TRY(query.coach_id, coach_scope(call));
  LOCKSTEP_TRY(query.after, item_of_cursor(call));
  LOCKSTEP_TRY(query.limit, call.query.limit(kDefaultLimit, kMaxLimit));
  LOCKSTEP_TRY(open_page(call));
  LOCKSTEP_TRY(auto page, call.page->roster().teams(query));
  std::vector<TeamId> ids;
  for (const auto& row : page.rows) ids.push_back(row.id);
  LOCKSTEP_TRY(auto members, call.page->roster().members_of(ids));
  answers::Teams body{{}, next_cursor(call, page.next), page.total};
  for (const auto& row : page.rows) body.items.push_back(view(row, members[row.id]));
  return state_answer(body, call.page->position());
}

Answered<Handled> delete_team(Call& call) {
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  LOCKSTEP_TRY(auto change, Change::begin(call, {}));
  LOCKSTEP_TRY(const auto known, change.remembered(kDeleted));
  const TeamId id{call.ids.front()};
  Attempt attempt = [&call, id, required,
                     known = known.has_value()]() mutable -> Answered<usecases::AnyUseCase> {
    if (known) return usecases::DeleteTeam{id, std::nullopt};
    LOCKSTEP_TRY(auto row, visible_team(call, id));
    LOCKSTEP_TRY(required.check(row.facts_revision));
    return usecases::DeleteTeam{id, required.expected(row.facts_revision)};
  };
  return PlannedChange{std::move(change), std::move(attempt), tell_changed(200, id.value)};
}

Answered<Handled> sync_team(Call& call) {
  LOCKSTEP_TRY(auto body, empty_body(call));
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  LOCKSTEP_TRY(auto change, Change::begin(call, body));
  Attempt attempt = [&call, required]() mutable -> Answered<usecases::AnyUseCase> {
    LOCKSTEP_TRY(auto row, visible_team(call, {call.ids.front()}));
    LOCKSTEP_TRY(required.check(row.facts_revision));
    LOCKSTEP_TRY(const auto members, call.reads().roster().members(row.id));
    std::vector<CompetitorId> ids;
    for (const auto& member : members) ids.push_back(member.competitor.id);
    return usecases::ConvergeTeam{row.id, std::move(ids), required.expected(row.facts_revision)};
  };
  return PlannedChange{std::move(change), std::move(attempt), tell_changed(202, call.ids.front())};
}

}  // namespace lockstep::http
