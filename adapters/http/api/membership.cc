// Members of teams: who comes, who goes.
#include "adapters/http/api/access.h"
#include "adapters/http/api/change.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/api/precondition.h"
#include "engine/usecases/put_member.h"
#include "engine/usecases/remove_member.h"

namespace lockstep::http {

namespace {

// The first command of a request: answered once, the request is only repeated.
constexpr std::string_view kAsked = ":ask";
constexpr std::string_view kRemoved = ":remove";

}  // namespace

Answered<Handled> put_member(Call& call) {
  LOCKSTEP_TRY(refuse_precondition(call));
  LOCKSTEP_TRY(auto body, empty_body(call));
  LOCKSTEP_TRY(auto change, Change::begin(call, body));
  LOCKSTEP_TRY(const auto known, change.remembered(kAsked));
  const TeamId team{call.ids[0]};
  const CompetitorId competitor{call.ids[1]};
  Attempt attempt = [&call, team, competitor,
                     known = known.has_value()]() -> Answered<usecases::AnyUseCase> {
    if (!known) {
      LOCKSTEP_TRY(visible_team(call, team));
      LOCKSTEP_TRY(visible_competitor(call, competitor));
    }
    return usecases::PutMember{team, competitor};
  };
  // Names the competitor, because the version is theirs.
  return PlannedChange{std::move(change), std::move(attempt),
                       tell_member_changed(competitor.value, team)};
}

Answered<Handled> delete_member(Call& call) {
  LOCKSTEP_TRY(refuse_precondition(call));
  LOCKSTEP_TRY(auto change, Change::begin(call, {}));
  LOCKSTEP_TRY(const auto known, change.remembered(kRemoved));
  const TeamId team{call.ids[0]};
  Attempt attempt = [&call, team, known = known.has_value()]() -> Answered<usecases::AnyUseCase> {
    if (!known) {
      LOCKSTEP_TRY(visible_team(call, team));
    }
    // That somebody is no member of it is told of those alone whom the coach may know of.
    if (!known && call.by_coach()) {
      LOCKSTEP_TRY(visible_competitor(call, {call.ids[1]}));
    }
    return usecases::RemoveMember{team, {call.ids[1]}};
  };
  return PlannedChange{std::move(change), std::move(attempt), tell_member_changed(team.value)};
}

}  // namespace lockstep::http
