// Teams: facts, state, list, deletion, convergence.
#include <utility>

#include "adapters/http/access.h"
#include "adapters/http/as_of.h"
#include "adapters/http/body.h"
#include "adapters/http/change.h"
#include "adapters/http/handlers.h"
#include "adapters/http/precondition.h"
#include "adapters/http/views.h"
#include "base/sha256.h"
#include "events/codec.h"

namespace lockstep::http {

namespace {

using projections::TeamRow;

constexpr std::size_t kDefaultLimit = 100;
constexpr std::size_t kMaxLimit = 500;
constexpr std::size_t kDigestLength = 16;

domain::RecordTeamFacts facts_of(const TeamId& id, const std::optional<TeamRow>& row) {
  domain::RecordTeamFacts facts;
  facts.team_id = id;
  if (!row) return facts;
  facts.coach_id = row->coach_id;
  facts.name = row->name;
  facts.affiliation = row->affiliation;
  if (const auto division = events::enum_from_name<events::Division>(row->division))
    facts.division = *division;
  return facts;
}

// The present facts with the body's over them, checked.
Answered<domain::RecordTeamFacts> merged_facts(Call& call, const boost::json::object& body,
                                               const std::optional<TeamRow>& row) {
  auto facts = facts_of({call.ids.front()}, row);
  std::optional<std::string> coach_id;
  std::optional<std::string> name;
  std::optional<events::Division> division;
  std::optional<std::optional<std::string>> affiliation;
  Fields fields{body};
  fields.required("coachId", coach_id, kIdRule);
  fields.required("name", name, kTeamNameRule);
  fields.required("division", division);
  fields.optional("affiliation", affiliation, kPlainTextRule);
  if (!row) fields.refuse_lacking();
  domain::apply_change(coach_id, facts.coach_id.value);
  domain::apply_change(name, facts.name);
  domain::apply_change(division, facts.division);
  domain::apply_change(affiliation, facts.affiliation);
  if (coach_id && (!row || facts.coach_id != row->coach_id)) {
    LOCKSTEP_TRY(const bool may, may_belong_to(call, facts.coach_id));
    if (!may) fields.add("coachId", "There is no such coach.");
  }
  LOCKSTEP_TRY(fields.finish());
  return facts;
}

// A name that was reserved for facts that were then refused goes back to what it was.
void give_name_back(Change& change, const domain::RecordTeamFacts& facts,
                    const std::optional<TeamRow>& row) {
  const bool kept = row && !row->deleted && row->coach_id == facts.coach_id;
  if (kept && row->name == facts.name) return;
  if (kept)
    (void)change.execute_unkeyed(facts.coach_id.value, domain::CoachCommand{domain::ReserveTeamName{
                                                           facts.team_id, row->name}});
  else
    (void)change.execute_unkeyed(facts.coach_id.value,
                                 domain::CoachCommand{domain::ReleaseTeamName{facts.team_id}});
}

bool is_refusal(Errc code) {
  // Of the others the outcome is unknown, or the facts will be recorded by another attempt.
  return code == Errc::conflict || code == Errc::invalid || code == Errc::not_found ||
         code == Errc::mismatch;
}

// `once`: nobody may come back to it when the version was another.
// The name is the coach's to give (unique per coach), so his actor is asked first.
Answered<CommandReply> record_facts(Change& change, const domain::RecordTeamFacts& facts,
                                    const std::optional<TeamRow>& row,
                                    std::optional<Version> if_version, bool once) {
  LOCKSTEP_TRY(change.execute_unkeyed(
      facts.coach_id.value,
      domain::CoachCommand{domain::ReserveTeamName{facts.team_id, facts.name}}));
  auto reply = change.execute(facts.team_id.value, domain::TeamCommand{facts}, "", if_version);
  if (!reply && (is_refusal(reply.error().code) || (once && reply.error().code == Errc::stale)))
    give_name_back(change, facts, row);
  LOCKSTEP_TRY(auto recorded, std::move(reply));
  return recorded;
}

}  // namespace

Answered<Answer> put_team(Call& call) {
  LOCKSTEP_TRY(auto body, parse_body(call.request.body));
  const TeamId id{call.ids.front()};
  bool first = true;
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  return answer_change(call, 200, body, [&](Change& change) {
    return retry_while_stale(call, [&]() -> Answered<CommandReply> {
      LOCKSTEP_TRY(auto row, present_team(call, id));
      LOCKSTEP_TRY(required.check(version_of(row)));
      LOCKSTEP_TRY(auto facts, merged_facts(call, body, row));
      // A deleted team has a stream but no row: after a look at the newest rows let the team speak.
      std::optional<Version> if_version;
      if (row)
        if_version = row->version;
      else if (std::exchange(first, false))
        if_version = Version{0};
      return record_facts(change, facts, row, if_version, required.given());
    });
  });
}

Answered<Answer> get_team(Call& call) {
  LOCKSTEP_TRY(const auto past, as_of(call));
  if (past) return past_team(call, *past);
  const auto at = call.api.ports.reads.position();
  LOCKSTEP_TRY(auto row, visible_team(call, {call.ids.front()}, Freshness::as_is));
  LOCKSTEP_TRY(auto members, call.api.ports.reads.members(row.id));
  // Names and places of members change without the team's version.
  auto answer = state_answer(view(row, members), at);
  const auto digest = base::sha256_hex(answer.body).substr(0, kDigestLength);
  return tagged_answer(call, std::move(answer), row.version, digest);
}

Answered<Answer> list_teams(Call& call) {
  auto& reads = call.api.ports.reads;
  const auto at = reads.position();
  ports::TeamQuery query;
  LOCKSTEP_TRY(query.coach_id, coach_scope(call));
  LOCKSTEP_TRY(query.cursor, call.query.text("cursor"));
  LOCKSTEP_TRY(query.limit, call.query.limit(kDefaultLimit, kMaxLimit));
  LOCKSTEP_TRY(auto page, reads.teams(query));
  boost::json::array items;
  for (const auto& row : page.rows) {
    LOCKSTEP_TRY(auto members, reads.members(row.id));
    items.push_back(view(row, members));
  }
  return page_answer(std::move(items), page.next, page.total, at);
}

Answered<Answer> delete_team(Call& call) {
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  return answer_change(call, 200, {}, [&](Change& change) {
    return retry_while_stale(call, [&]() -> Answered<CommandReply> {
      LOCKSTEP_TRY(auto row, visible_team(call, {call.ids.front()}, Freshness::fresh));
      LOCKSTEP_TRY(required.check(row.version));
      LOCKSTEP_TRY(auto reply,
                   change.execute(row.id.value, domain::TeamCommand{domain::DeleteTeam{}}, "",
                                  required.expected(row.version)));
      return reply;
    });
  });
}

Answered<Answer> sync_team(Call& call) {
  LOCKSTEP_TRY(auto body, empty_body(call));
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  const auto attempt = [&](Change& change) -> Answered<CommandReply> {
    LOCKSTEP_TRY(auto row, visible_team(call, {call.ids.front()}, Freshness::fresh));
    LOCKSTEP_TRY(required.check(row.version));
    LOCKSTEP_TRY(auto members, call.api.ports.reads.members(row.id));
    // Members first: the last command carries the request's id (change.h). Convergence is
    // level-triggered, so the order is nothing to the vendor.
    for (const auto& member : members) {
      LOCKSTEP_TRY(change.execute_unkeyed(member.competitor.id.value,
                                          domain::CompetitorCommand{domain::ConvergeAssignment{}}));
    }
    LOCKSTEP_TRY(auto reply,
                 change.execute(row.id.value, domain::TeamCommand{domain::ConvergeTeam{}}, "",
                                required.expected(row.version)));
    return reply;
  };
  return answer_change(call, 202, body, [&](Change& change) {
    return retry_while_stale(call, [&] { return attempt(change); });
  });
}

}  // namespace lockstep::http
