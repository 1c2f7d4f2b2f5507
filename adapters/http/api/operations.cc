// The dashboard's summary, health, metrics, and what handlers share.
#include "adapters/http/api/answers/operations.h"

#include "adapters/http/api/access.h"
#include "adapters/http/api/body.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/api/views.h"
#include "adapters/http/json_object.h"
#include "engine/usecases/freshness.h"

namespace lockstep::http {

Answered<Answer> get_dashboard(Call& call) {
  LOCKSTEP_TRY(auto scope, coach_scope(call));
  LOCKSTEP_TRY(open_page(call));
  LOCKSTEP_TRY(auto summary, call.page->across().summary(scope));
  LOCKSTEP_TRY(const auto competitors, call.page->roster().on_platform(scope));
  std::vector<std::string> subjects;
  for (const auto& id : competitors) subjects.push_back(usecases::polls_subject(id));
  auto& operations = call.api.ports.operations;
  LOCKSTEP_TRY(const auto polls, scope ? operations.polls_of(subjects) : operations.all_polls());
  LOCKSTEP_TRY(const auto rows, call.page->scores().sync_states(competitors));
  const auto fresh = usecases::freshness_of(competitors, rows, polls);
  summary.newest_sync = fresh.newest;
  summary.oldest_sync = fresh.oldest;
  summary.never_synced = fresh.never;
  summary.sync_errors = fresh.failing;
  return state_answer(view(summary), summary.position);
}

Answered<Answer> get_livez(Call& /*call*/) {
  return json_answer(200, answers::Alive{});
}

Answered<Answer> get_readyz(Call& call) {
  const auto report = call.api.ports.health();
  return json_answer(report.ready ? 200 : 503, answers::Ready{report.ready});
}

Answered<Answer> get_healthz(Call& call) {
  const auto report = call.api.ports.health();
  return json_answer(report.ready ? 200 : 503, view(report));
}

namespace {

// As the read model has them; as they were when it cannot be read.
void note_drift(Call& call) {
  auto& reads = call.api.ports.reads;
  auto& metrics = call.api.ports.metrics;
  if (const auto held = reads.drift().drift_removals(std::nullopt))
    metrics.gauge("lockstep_drift_held_removals", {}, static_cast<double>(held.value().size()));
  const ports::FoundAccountsQuery held_accounts{projections::FoundAccountState::held, {}, 1};
  if (const auto held = reads.accounts().found_accounts(held_accounts))
    metrics.gauge("lockstep_accounts_held", {}, static_cast<double>(held.value().total));
  if (const auto run = reads.drift().newest_drift_run()) {
    const bool inconclusive =
        run.value() && run.value()->state == projections::DriftRunState::inconclusive;
    metrics.gauge("lockstep_drift_inconclusive", {}, inconclusive ? 1 : 0);
  }
}

}  // namespace

Answered<Answer> get_metrics(Call& call) {
  note_drift(call);
  call.api.ports.measure();
  Answer answer;
  answer.body = call.api.ports.metrics.exposition();
  answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return answer;
}

Answered<boost::json::object> empty_body(const Call& call) {
  LOCKSTEP_TRY(auto body, parse_object(call.request.body));
  LOCKSTEP_TRY(Fields{body}.finish());
  return body;
}

}  // namespace lockstep::http
