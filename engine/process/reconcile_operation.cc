// The two executors of a reconciliation's plan. The dry run's type can ask and record, and nothing
// else; only the real one tells competitors where they were found.
#include "engine/process/vendor_operation.h"

namespace lockstep::process {

namespace {

using events::DriftAction;

const ports::VendorError kUnexpected{ports::VendorErrc::malformed, 0,
                                     "The answer does not fit the question.", std::nullopt};

// A failed read of our own must not look like an empty roster (lessons.md).
const events::CallFailure kRosterUnreadable{
    "read-store-unavailable", 0, "Our own roster could not be read.",
    "Nothing to do: the next run asks again by itself.", true};

Plan plan_of(const Comparison& run, const VendorAnswer& answer) {
  if (const auto* error = std::get_if<ports::VendorError>(&answer))
    return no_evidence(run.as_of, to_failure(*error));
  const auto* list = std::get_if<ports::VendorAssignments>(&answer);
  if (list == nullptr) return no_evidence(run.as_of, to_failure(kUnexpected));
  if (!run.roster) return no_evidence(run.as_of, kRosterUnreadable);
  return make_plan(*run.roster, *list, run.limits, run.as_of);
}

Outcome to_platform(domain::RecordReconciliation command) {
  return {std::string(events::kReconciliationId), domain::PlatformCommand{std::move(command)}};
}

bool is_done_now(const events::DriftFinding& found) {
  return found.action == DriftAction::heal || found.action == DriftAction::remove;
}

}  // namespace

NextStep Reconcile::start() {
  return VendorCall{GetAssignments{}};
}

NextStep Reconcile::on(const VendorAnswer& answer) {
  auto plan = plan_of(run, answer);
  Outcomes out{{}};
  for (const auto& found : plan.findings)
    if (is_done_now(found))
      out.push_back(
          {found.syned_user_id, domain::CompetitorCommand{domain::RecordRemoteTeam{
                                    run.run_id, found.remote_team_id, found.team_changes}}});
  out.front() = to_platform({run.run_id, to_record(std::move(plan))});
  return out;
}

GetAssignments ReconcileDryRun::start() const {
  return {};
}

domain::RecordReconciliation ReconcileDryRun::on(const VendorAnswer& answer) const {
  return {run.run_id, to_record(plan_of(run, answer))};
}

namespace {

NextStep to_step(NextStep step) {
  return step;
}
NextStep to_step(GetAssignments call) {
  return VendorCall{std::move(call)};
}
NextStep to_step(domain::RecordReconciliation command) {
  return Outcomes{to_platform(std::move(command))};
}

}  // namespace

NextStep start(VendorOperation& operation) {
  return std::visit([](auto& op) { return to_step(op.start()); }, operation);
}

NextStep advance(VendorOperation& operation, const VendorAnswer& answer) {
  return std::visit([&](auto& op) { return to_step(op.on(answer)); }, operation);
}

Comparison* comparison_of(VendorOperation& operation) {
  if (auto* real = std::get_if<Reconcile>(&operation)) return &real->run;
  if (auto* dry = std::get_if<ReconcileDryRun>(&operation)) return &dry->run;
  return nullptr;
}

}  // namespace lockstep::process
