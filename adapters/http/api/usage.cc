// GET /api/admin/sync/usage: how the gate to the vendor stands, and what it has let through.
#include "adapters/http/api/answers/operations.h"
#include "adapters/http/api/handlers.h"
#include "engine/rate/gate_report.h"
#include "events/codec.h"

namespace lockstep::http {

namespace {

answers::CallCounts view(const rate::CallCounts& counts) {
  return {.total = counts.total(),
          .answered = counts.answered,
          .rate_limited = counts.rate_limited,
          .failed = counts.failed};
}

std::vector<answers::Lane> view(const std::array<rate::LaneReport, rate::kLanes>& lanes) {
  std::vector<answers::Lane> out;
  for (std::size_t i = 0; i < rate::kLanes; ++i)
    out.push_back({.name = std::string(events::enum_name(static_cast<rate::Lane>(i))),
                   .waiting = lanes[i].waiting,
                   .in_flight = lanes[i].in_flight,
                   .sent = lanes[i].sent,
                   .longest_wait_seconds = lanes[i].longest_wait});
  return out;
}

answers::Usage view(const rate::GateReport& report) {
  return {.enabled = true,
          .rate = {answers::Rate{.calls_per_second = report.calls_per_second,
                                 .max_calls_per_second = report.max_calls_per_second,
                                 .ceiling = report.ceiling,
                                 .paused_for_seconds = report.paused_for}},
          .concurrency = {answers::Concurrency{.limit = report.concurrency,
                                               .max = report.max_concurrency,
                                               .in_flight = report.in_flight,
                                               .backing_off = report.backing_off}},
          .breaker = {answers::Breaker{.state = std::string(events::enum_name(report.breaker)),
                                       .reason = std::string(report.breaker_reason),
                                       .reopens_in_seconds = report.breaker_reopens_in,
                                       .remedy = rate::remedy_of(report)}},
          .retry_budget = {report.retry_budget},
          .lanes = {view(report.lanes)},
          .calls = {answers::Calls{.last_minute = view(report.last_minute),
                                   .last_hour = view(report.last_hour),
                                   .since_start = view(report.total)}}};
}

}  // namespace

Answered<Answer> get_usage(Call& call) {
  const auto& ports = call.api.ports;
  if (!ports.gate) return json_answer(200, answers::Usage{.enabled = false});
  const auto report = ports.gate();
  if (!report)
    return Error{Errc::unavailable, "gate-silent", "The gate to the game platform does not answer.",
                 "Try again in a moment."};
  return json_answer(200, view(*report));
}

}  // namespace lockstep::http
