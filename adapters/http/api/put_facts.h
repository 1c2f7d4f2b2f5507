// A PUT of facts of a coach or competitor: their entity decides, and the row only spares questions.
#pragma once
#include <utility>

#include "adapters/http/api/access.h"
#include "adapters/http/api/change.h"
#include "adapters/http/api/precondition.h"
#include "adapters/http/json_object.h"

namespace lockstep::http {

/// `present`: the row, if there is one. `facts_of` reads what the body changes.
template <class Command, class Present, class FactsOf>
Answered<Handled> put_facts(Call& call, Present present, FactsOf facts_of) {
  LOCKSTEP_TRY(auto body, parse_object(call.request.body));
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  return plan_change(call, 200, body, [=, &call]() mutable -> Answered<usecases::AnyUseCase> {
    const auto& id = call.ids.front();
    LOCKSTEP_TRY(auto row, present(call, {id}));
    LOCKSTEP_TRY(required.check(revision_of(row)));
    LOCKSTEP_TRY(auto facts, facts_of(call, body, row));
    return usecases::OneCommand{id, Command{std::move(facts)}, required.expected(revision_of(row))};
  });
}

}  // namespace lockstep::http
