// GET /api/admin/sync/usage: how the gate to the vendor stands, and what it has let through.
#include "adapters/http/api/handlers.h"
#include "engine/rate/gate_report.h"
#include "events/codec.h"

namespace lockstep::http {

namespace {

using boost::json::array;
using boost::json::object;

object view(const rate::CallCounts& counts) {
  return {{"total", counts.total()},
          {"answered", counts.answered},
          {"rateLimited", counts.rate_limited},
          {"failed", counts.failed}};
}

array view(const std::array<rate::LaneReport, rate::kLanes>& lanes) {
  array out;
  for (std::size_t i = 0; i < rate::kLanes; ++i)
    out.push_back(object{{"name", events::enum_name(static_cast<rate::Lane>(i))},
                         {"waiting", lanes[i].waiting},
                         {"inFlight", lanes[i].in_flight},
                         {"sent", lanes[i].sent},
                         {"longestWaitSeconds", lanes[i].longest_wait}});
  return out;
}

std::string_view remedy_of(const rate::GateReport& report) {
  if (report.breaker == rate::BreakerState::closed) return "";
  if (report.breaker_reason == "unauthorized")
    return "The game platform refuses our API token: an operator has to put a valid one in place.";
  return "Nothing to do: the game platform does not work, and is tried again by itself.";
}

object view(const rate::GateReport& report) {
  object rate{{"callsPerSecond", report.calls_per_second},
              {"maxCallsPerSecond", report.max_calls_per_second},
              {"ceiling", nullptr},
              {"pausedForSeconds", report.paused_for}};
  if (report.ceiling) rate["ceiling"] = *report.ceiling;
  return {{"enabled", true},
          {"rate", std::move(rate)},
          {"concurrency", object{{"limit", report.concurrency},
                                 {"max", report.max_concurrency},
                                 {"inFlight", report.in_flight},
                                 {"backingOff", report.backing_off}}},
          {"breaker", object{{"state", events::enum_name(report.breaker)},
                             {"reason", report.breaker_reason},
                             {"reopensInSeconds", report.breaker_reopens_in},
                             {"remedy", remedy_of(report)}}},
          {"retryBudget", report.retry_budget},
          {"lanes", view(report.lanes)},
          {"calls", object{{"lastMinute", view(report.last_minute)},
                           {"lastHour", view(report.last_hour)},
                           {"sinceStart", view(report.total)}}}};
}

}  // namespace

Answered<Answer> get_usage(Call& call) {
  const auto& ports = call.api.ports;
  if (!ports.gate) return json_answer(200, {{"enabled", false}});
  const auto report = ports.gate();
  if (!report)
    return Error{Errc::unavailable, "gate-silent", "The gate to the game platform does not answer.",
                 "Try again in a moment."};
  return json_answer(200, view(*report));
}

}  // namespace lockstep::http
