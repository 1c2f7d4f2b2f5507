#include "engine/vendor/operation.h"

namespace lockstep::vendor {

namespace {

NextStep to_step(NextStep step) {
  return step;
}
NextStep to_step(GetAssignments call) {
  return VendorCall{std::move(call)};
}
NextStep to_step(domain::RecordReconciliation command) {
  return Outcomes{
      {std::string(events::kReconciliationId), domain::PlatformCommand{std::move(command)}}};
}

}  // namespace

NextStep start(VendorOperation& operation) {
  return std::visit([](auto& op) { return to_step(op.start()); }, operation);
}

NextStep advance(VendorOperation& operation, const VendorAnswer& answer) {
  return std::visit([&](auto& op) { return to_step(op.on(answer)); }, operation);
}

NextStep recorded(VendorOperation& operation) {
  return std::visit(
      [](auto& op) -> NextStep {
        if constexpr (requires { op.recorded(); }) return op.recorded();
        return Outcomes{};
      },
      operation);
}

bool recall(VendorOperation& operation) {
  return std::visit(
      [](auto& op) {
        if constexpr (requires { op.recall(); }) return op.recall();
        return false;
      },
      operation);
}

Comparison* comparison_of(VendorOperation& operation) {
  if (auto* real = std::get_if<Reconcile>(&operation)) return &real->run;
  if (auto* dry = std::get_if<ReconcileDryRun>(&operation)) return &dry->run;
  return nullptr;
}

}  // namespace lockstep::vendor
