// Coaches: facts, state, account at the vendor.
#include "adapters/http/api/access.h"
#include "adapters/http/api/as_of.h"
#include "adapters/http/api/bodies.h"
#include "adapters/http/api/change.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/api/precondition.h"
#include "adapters/http/api/put_facts.h"
#include "adapters/http/api/views.h"

namespace lockstep::http {

namespace {

// What the body changes. `row` may be old: it only spares questions.
Answered<domain::ChangeCoachFacts> facts_change(Call& call, const boost::json::object& body,
                                                const std::optional<projections::CoachRow>& row) {
  domain::ChangeCoachFacts change;
  change.coach_id = {call.ids.front()};
  Fields fields{body};
  fields.read<bodies::CoachFacts>(change);
  if (!row && fields.lacks_required()) {
    LOCKSTEP_TRY(catch_up(call));
    LOCKSTEP_TRY(const auto newest, present_coach(call, change.coach_id));
    if (!newest) fields.refuse_lacking();
  }
  LOCKSTEP_TRY(fields.finish());
  return change;
}

}  // namespace

Answered<Handled> put_coach(Call& call) {
  return put_facts<domain::CoachCommand>(call, present_coach, facts_change);
}

Answered<Answer> get_coach(Call& call) {
  LOCKSTEP_TRY(const auto past, as_of(call));
  if (past) return past_coach(call, *past);
  LOCKSTEP_TRY(open_page(call));
  LOCKSTEP_TRY(auto row, visible_coach(call, {call.ids.front()}));
  return tagged_answer(call, state_answer(view(row), call.page->position()), row.facts_revision);
}

Answered<Handled> ensure_coach_account(Call& call) {
  LOCKSTEP_TRY(auto body, empty_body(call));
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  return plan_change(call, 202, body,
                     [&call, required]() mutable -> Answered<usecases::AnyUseCase> {
                       const bool may_reopen = !call.by_coach();
                       LOCKSTEP_TRY(auto row, visible_coach(call, {call.ids.front()}));
                       LOCKSTEP_TRY(required.check(row.facts_revision));
                       return usecases::OneCommand{row.id.value,
                                                   domain::CoachCommand{domain::EnsureCoachAccount{
                                                       .retry = false, .may_reopen = may_reopen}},
                                                   required.expected(row.facts_revision)};
                     });
}

}  // namespace lockstep::http
