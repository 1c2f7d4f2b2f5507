// Coaches: facts, state, account at the vendor.
#include <utility>

#include "adapters/http/access.h"
#include "adapters/http/as_of.h"
#include "adapters/http/body.h"
#include "adapters/http/change.h"
#include "adapters/http/handlers.h"
#include "adapters/http/precondition.h"
#include "adapters/http/views.h"
#include "events/codec.h"

namespace lockstep::http {

namespace {

domain::RecordCoachFacts facts_of(const CoachId& id,
                                  const std::optional<projections::CoachRow>& row) {
  domain::RecordCoachFacts facts;
  facts.coach_id = id;
  if (!row) return facts;
  facts.person = {row->first_name, row->last_name, row->email};
  facts.school_name = row->school_name;
  facts.region = row->region;
  if (row->division) facts.division = events::enum_from_name<events::Division>(*row->division);
  return facts;
}

Answered<void> read_facts(const boost::json::object& body, domain::RecordCoachFacts& facts) {
  Fields fields{body};
  fields.required("email", facts.person.email, kEmailRule);
  fields.required("firstName", facts.person.first_name, kNameRule);
  fields.required("lastName", facts.person.last_name, kNameRule);
  fields.optional("schoolName", facts.school_name, kPlainTextRule);
  fields.optional("region", facts.region, kPlainTextRule);
  fields.optional("division", facts.division);
  return fields.finish();
}

}  // namespace

Answered<Answer> put_coach(Call& call) {
  LOCKSTEP_TRY(auto body, parse_body(call.request.body));
  const CoachId id{call.ids.front()};
  bool first = true;
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  return answer_change(call, 200, body, [&](Change& change) {
    return retry_while_stale(call, [&]() -> Answered<CommandReply> {
      LOCKSTEP_TRY(auto row, present_coach(call, id));
      LOCKSTEP_TRY(required.check(version_of(row)));
      auto facts = facts_of(id, row);
      LOCKSTEP_TRY(read_facts(body, facts));
      // Somebody may wait for a coach without facts: he has a stream but no row.
      std::optional<Version> if_version;
      if (row)
        if_version = row->version;
      else if (std::exchange(first, false))
        if_version = Version{0};
      else if (required.given()) {
        // Whoever records facts from here on is seen by the row or refused by the version.
        LOCKSTEP_TRY(if_version, version_in_log(call.api.ports.log, {"coach", id.value}));
        catch_up(call);
        LOCKSTEP_TRY(row, present_coach(call, id));
        LOCKSTEP_TRY(required.check(version_of(row)));
      }
      LOCKSTEP_TRY(auto reply, change.execute(id.value, domain::CoachCommand{std::move(facts)}, "",
                                              if_version));
      return reply;
    });
  });
}

Answered<Answer> get_coach(Call& call) {
  LOCKSTEP_TRY(const auto past, as_of(call));
  if (past) return past_coach(call, *past);
  const auto at = call.api.ports.reads.position();
  LOCKSTEP_TRY(auto row, visible_coach(call, {call.ids.front()}, Freshness::as_is));
  return tagged_answer(call, state_answer(view(row), at), row.version);
}

Answered<Answer> ensure_coach_account(Call& call) {
  LOCKSTEP_TRY(auto body, empty_body(call));
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  return answer_change(call, 202, body, [&](Change& change) {
    return retry_while_stale(call, [&]() -> Answered<CommandReply> {
      LOCKSTEP_TRY(auto row, visible_coach(call, {call.ids.front()}, Freshness::fresh));
      LOCKSTEP_TRY(required.check(row.version));
      LOCKSTEP_TRY(auto reply,
                   change.execute(row.id.value, domain::CoachCommand{domain::EnsureCoachAccount{}},
                                  "", required.expected(row.version)));
      return reply;
    });
  });
}

}  // namespace lockstep::http
