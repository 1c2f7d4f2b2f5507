#include "adapters/cli/health_checks.h"

#include <algorithm>
#include <string>

namespace lockstep::cli {

namespace {

std::string percent_of(Position at, Position head) {
  const auto percent = head.value == 0 ? 100 : std::min(at, head).value * 100 / head.value;
  return "position " + std::to_string(at.value) + " of " + std::to_string(head.value) + " (" +
         std::to_string(percent) + " %)";
}

}  // namespace

ports::HealthCheck vendor_check(const rate::GateReport& gate) {
  auto wrong = rate::remedy_of(gate);
  if (wrong.empty()) wrong = rate::remedy_of_withheld(gate);
  return {"vendor", wrong.empty(), wrong.empty() ? "Calls pass." : wrong};
}

ports::HealthCheck log_check(const Result<void>& may_write, Position head, bool writing,
                             bool damaged) {
  if (damaged)
    return {
        "log", false,
        "Damage was met. Stop, then run lockstep verify: it names the position and what to do."};
  if (!writing) return {"log", false, "The log has stopped: restart, then run lockstep verify."};
  if (!may_write) return {"log", false, may_write.error().detail + " " + may_write.error().remedy};
  return {"log", true, "Head is at position " + std::to_string(head.value) + "."};
}

ports::HealthCheck sink_check(const actors::SinkReport& sink, Position head) {
  if (!sink.ok) return {sink.name, false, sink.failure + " It is tried again."};
  if (!sink.caught_up)
    return {sink.name, false, "Folding the log: " + percent_of(sink.position, head) + "."};
  std::string detail =
      std::to_string(head.value - std::min(head, sink.position).value) + " events behind.";
  bool ok = true;
  for (const auto& group : sink.groups) {
    ok = ok && group.ok;
    if (!group.ok)
      detail += " Group " + group.name + " has failed: " + group.failure + " It is tried again.";
    if (group.beside)
      detail += " Group " + group.name + " is made anew: " + percent_of(*group.beside, head) + ".";
  }
  return {sink.name, ok, detail};
}

}  // namespace lockstep::cli
