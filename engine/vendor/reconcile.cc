// The two executors of a reconciliation's plan. The dry run's type can ask and record, and nothing
// else; only the real one tells competitors where they were found.
#include "engine/vendor/reconcile.h"

#include "engine/vendor/failure.h"
#include "events/failure_codes.h"

namespace lockstep::vendor {

namespace {

using events::DriftAction;
using process::make_plan;
using process::no_evidence;

// A failed read of our own must not look like an empty roster (lessons.md).
const events::CallFailure kRosterUnreadable{
    std::string(events::kReadStoreUnavailable), 0, "Our own roster could not be read.",
    "Nothing to do: the next run asks again by itself.", true};

process::ReconciliationPlan plan_of(const Comparison& run, const VendorAnswer& answer) {
  const auto* list = std::get_if<ports::VendorAssignments>(&answer);
  if (list == nullptr) return no_evidence(run.as_of, to_failure(error_of(answer)));
  if (!run.roster) return no_evidence(run.as_of, kRosterUnreadable);
  return make_plan(*run.roster, *list, run.limits, run.as_of);
}

Outcome to_platform(domain::RecordReconciliation command) {
  return {std::string(events::kReconciliationId), domain::PlatformCommand{std::move(command)}};
}

// Told to the competitor: it is put right, or, of who is inactive, shown.
bool is_told(const events::DriftFinding& found) {
  return found.action == DriftAction::heal || found.action == DriftAction::remove ||
         (found.action == DriftAction::keep && found.team_id);
}

}  // namespace

NextStep Reconcile::start() {
  return VendorCall{GetAssignments{}};
}

NextStep Reconcile::on(const VendorAnswer& answer) {
  auto plan = plan_of(run, answer);
  Outcomes out{{}};
  for (const auto& found : plan.findings)
    if (is_told(found))
      out.push_back(
          {found.syned_user_id, domain::CompetitorCommand{domain::RecordRemoteTeam{
                                    run.run_id, found.remote_team_id, found.team_changes}}});
  out.front() = to_platform({run.run_id, process::to_record(std::move(plan)), by_clock});
  return out;
}

GetAssignments ReconcileDryRun::start() const {
  return {};
}

domain::RecordReconciliation ReconcileDryRun::on(const VendorAnswer& answer) const {
  return {run.run_id, process::to_record(plan_of(run, answer))};
}

}  // namespace lockstep::vendor
