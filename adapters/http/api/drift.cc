// Reconciliations: start one, see what it found, decide about the removals that it holds. Ids only:
// nothing here names a person.
#include "adapters/http/api/access.h"
#include "adapters/http/api/bodies.h"
#include "adapters/http/api/change.h"
#include "adapters/http/api/drift_views.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/json_object.h"
#include "engine/usecases/held_removals.h"
#include "events/drift_plan.h"

namespace lockstep::http {

namespace {

using projections::DriftRunRow;

const std::string kStream{events::kReconciliationId};

Result<DriftRunRow> run_of(Call& call, const CallId& id) {
  LOCKSTEP_TRY(auto row, call.reads().drift().drift_run(id));
  if (!row) return Error{Errc::not_found, "not-found", "There is no such reconciliation.", ""};
  return *std::move(row);
}

// What an admin was shown must still be so: the competitor would refuse it silently.
Result<void> still_so(Call& call, const CallId& run, const std::optional<CompetitorId>& only) {
  auto& reads = call.api.ports.reads;
  LOCKSTEP_TRY(auto removals, reads.drift().drift_removals(run));
  for (const auto& removal : removals) {
    const bool is_gone = removal.state == projections::RemovalState::superseded;
    if (!is_gone && removal.state != projections::RemovalState::held) continue;
    if (only && *only != removal.competitor_id) continue;
    LOCKSTEP_TRY(auto now, reads.work().assignment(removal.competitor_id));
    const bool is_known = now && !is_gone;
    const auto changes = is_known ? std::optional{now->team_changes} : std::nullopt;
    LOCKSTEP_TRY(usecases::check_removal(removal.team_changes, changes));
  }
  return boost::outcome_v2::success();
}

template <class Command>
Answered<Handled> decide_removals(Call& call, bool must_be_so) {
  LOCKSTEP_TRY(auto body, parse_object(call.request.body));
  bodies::WhichRemovals which;
  Fields fields{body};
  fields.read<bodies::WhichRemovals>(which);
  LOCKSTEP_TRY(fields.finish());
  const Command command{{call.ids.front()}, which.competitor_id.value};
  return plan_change(call, 202, body,
                     [&call, command, must_be_so]() -> Answered<usecases::AnyUseCase> {
                       LOCKSTEP_TRY(catch_up(call));
                       LOCKSTEP_TRY(run_of(call, command.run_id));
                       if (must_be_so) {
                         LOCKSTEP_TRY(still_so(call, command.run_id, command.competitor_id));
                       }
                       return usecases::OneCommand{kStream, domain::PlatformCommand{command}};
                     });
}

}  // namespace

Answered<Handled> start_reconciliation(Call& call) {
  LOCKSTEP_TRY(auto body, parse_object(call.request.body));
  bodies::StartRun how;
  Fields fields{body};
  fields.read<bodies::StartRun>(how);
  LOCKSTEP_TRY(fields.finish());
  LOCKSTEP_TRY(auto change, Change::begin(call, body));
  const CallId run{change.id()};
  const domain::RequestReconciliation request{run, how.dry_run.value_or(false)};
  Attempt attempt = [request]() -> Answered<usecases::AnyUseCase> {
    return usecases::OneCommand{kStream, domain::PlatformCommand{request}};
  };
  return PlannedChange{std::move(change), std::move(attempt), tell_changed(202, run.value)};
}

Answered<Answer> get_drift(Call& call) {
  LOCKSTEP_TRY(open_page(call));
  auto& reads = *call.page;
  LOCKSTEP_TRY(auto newest, reads.drift().newest_drift_run());
  LOCKSTEP_TRY(auto held, reads.drift().drift_removals(std::nullopt));
  answers::Drift body{{}, view(held)};
  if (newest) body.newest_run = view(*newest);
  return state_answer(body, reads.position());
}

Answered<Answer> get_drift_run(Call& call) {
  LOCKSTEP_TRY(open_page(call));
  auto& reads = *call.page;
  const CallId id{call.ids.front()};
  LOCKSTEP_TRY(auto row, run_of(call, id));
  LOCKSTEP_TRY(auto removals, reads.drift().drift_removals(id));
  auto body = view(row);
  body.removals = {view(removals)};
  return state_answer(body, reads.position());
}

Answered<Handled> approve_removals(Call& call) {
  return decide_removals<domain::ApproveRemovals>(call, true);
}

Answered<Handled> reject_removals(Call& call) {
  return decide_removals<domain::RejectRemovals>(call, false);
}

}  // namespace lockstep::http
