#include "actors/metactf_gate.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "engine/ports/operations.h"
#include "events/codec.h"

namespace lockstep::actors {

namespace {

using Self = GateActor::stateful_pointer<GateState>;
using TimePoint = caf::actor_clock::time_point;
using ports::VendorErrc;
using ports::VendorError;
using rate::Nanos;

/// Gauges are not older than this while calls wait.
constexpr std::chrono::seconds kLongestSleep{5};
constexpr std::chrono::milliseconds kGrain{1};  ///< Of timers: never just too early.

struct Gate {
  Self self;
  const Environment* env;

  [[nodiscard]] GateState& state() const { return self->state; }
  [[nodiscard]] Nanos now() const { return self->clock().now().time_since_epoch(); }
};

void pump(const Gate& g);

const VendorError* error_of(const vendor::VendorAnswer& answer) {
  return std::get_if<VendorError>(&answer);
}

std::string_view outcome_of(const vendor::VendorAnswer& answer) {
  const auto* error = error_of(answer);
  return error == nullptr ? "ok" : events::enum_name(error->code);
}

// What an answer means for the calls after it. A refusal of this one call (404, 422, …) shows that
// the vendor works.
rate::CallResult result_of(const vendor::VendorCall& call, const vendor::VendorAnswer& answer) {
  const auto* error = error_of(answer);
  const auto code = error == nullptr ? VendorErrc::rejected : error->code;
  const bool passing = code == VendorErrc::timeout || code == VendorErrc::server;
  rate::CallResult out;
  if (code == VendorErrc::rate_limited) {
    out.end = rate::CallEnd::rate_limited;
    out.retry_after = error->retry_after;
  } else if (passing || code == VendorErrc::connection || code == VendorErrc::unauthorized) {
    out.end = rate::CallEnd::failed;
    out.repeatable = code == VendorErrc::connection || (passing && !vendor::writes(call));
    out.overloaded = code != VendorErrc::unauthorized;
    out.everywhere = code != VendorErrc::server;
    out.reason = events::enum_name(code);
  }
  return out;
}

void count(const Gate& g, const rate::Ticket& ticket, const vendor::VendorCall& call,
           const vendor::VendorAnswer& answer) {
  auto& metrics = g.env->metrics;
  const auto name = vendor::name_of(call);
  metrics.count("lockstep_vendor_calls_total", {{"call", name}, {"outcome", outcome_of(answer)}},
                1);
  if (const auto unknown = vendor::unknown_fields(answer); unknown > 0)
    metrics.count("lockstep_vendor_unknown_fields_total", {{"call", name}},
                  static_cast<double>(unknown));
  const std::chrono::duration<double> took = g.now() - ticket.sent_at;
  metrics.observe("lockstep_vendor_call_seconds", {{"call", name}}, took.count());
}

void note(const Gate& g, const rate::Ticket& ticket, const GateState::Waiting& waiting,
          const vendor::VendorAnswer& answer) {
  const auto* error = error_of(answer);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(g.now() - ticket.sent_at);
  g.env->operations.note(
      ports::Attempt{.at = g.env->clock.now(),
                     .kind = std::string(vendor::name_of(waiting.call)),
                     .subject = waiting.subject,
                     .result = std::string(outcome_of(answer)),
                     .latency_ms = took.count(),
                     .http_status = error == nullptr ? 200 : error->http_status});
}

void on_answer(const Gate& g, const WorkerActor& worker, const rate::Ticket& ticket,
               const vendor::VendorAnswer& answer) {
  auto& state = g.state();
  state.idle.push_back(worker);
  const auto waiting = state.waiting.find(ticket.id);
  count(g, ticket, waiting->second.call, answer);
  note(g, ticket, waiting->second, answer);
  const auto result = result_of(waiting->second.call, answer);
  if (result.end == rate::CallEnd::rate_limited)
    g.env->metrics.count("lockstep_vendor_rate_limited_total", {}, 1);
  if (state.gate->finished(ticket, result, g.now())) {
    waiting->second.promise.deliver(GateAnswer{answer});
    state.waiting.erase(waiting);
  } else {
    g.env->metrics.count("lockstep_vendor_retries_total", {{"outcome", outcome_of(answer)}}, 1);
  }
  pump(g);
}

void send(const Gate& g, const rate::Ticket& ticket) {
  auto& state = g.state();
  const auto worker = state.idle.back();
  state.idle.pop_back();
  const std::chrono::duration<double> waited = ticket.sent_at - ticket.queued_at;
  g.env->metrics.observe("lockstep_vendor_wait_seconds", {{"lane", events::enum_name(ticket.lane)}},
                         waited.count());
  // Infinite: the client bounds every call, and a worker answers always.
  g.self->request(worker, caf::infinite, Perform{state.waiting.at(ticket.id).call})
      .then([g, worker,
             ticket](const GateAnswer& answer) { on_answer(g, worker, ticket, answer.answer); },
            [g, worker, ticket](const caf::error&) {
              on_answer(g, worker, ticket,
                        VendorError{VendorErrc::timeout, 0, "The call ended unexpectedly.",
                                    std::nullopt});
            });
}

void publish(const Gate& g, const rate::GateReport& report) {
  auto& metrics = g.env->metrics;
  metrics.gauge("lockstep_vendor_calls_per_second", {}, report.calls_per_second);
  metrics.gauge("lockstep_vendor_calls_in_flight", {}, static_cast<double>(report.in_flight));
  metrics.gauge("lockstep_vendor_concurrency", {}, static_cast<double>(report.concurrency));
  metrics.gauge("lockstep_vendor_backing_off", {}, static_cast<double>(report.backing_off));
  metrics.gauge("lockstep_vendor_retry_budget", {}, report.retry_budget);
  metrics.gauge("lockstep_vendor_breaker_state", {}, static_cast<double>(report.breaker));
  metrics.gauge("lockstep_vendor_paused_seconds", {}, report.paused_for);
  for (std::size_t i = 0; i < rate::kLanes; ++i)
    metrics.gauge("lockstep_vendor_calls_waiting",
                  {{"lane", events::enum_name(static_cast<Lane>(i))}},
                  static_cast<double>(report.lanes[i].waiting));
}

// Whoever reads the log lines should not have to guess why nothing is sent any more.
void log_breaker(const Gate& g, const rate::GateReport& report) {
  if (report.breaker == g.state().breaker) return;
  g.state().breaker = report.breaker;
  const bool closed = report.breaker == rate::BreakerState::closed;
  g.env->logger.log(
      closed ? ports::Level::info : ports::Level::warning, "vendor_breaker",
      {{"state", events::enum_name(report.breaker)}, {"reason", report.breaker_reason}});
}

// At most one tick is on its way: each asking for the next would multiply them.
void wake_at(const Gate& g, Nanos at) {
  auto& state = g.state();
  const auto now = g.self->clock().now();
  const auto wanted = std::clamp(TimePoint{at}, now, now + kLongestSleep) + kGrain;
  if (state.next_wake > now && state.next_wake <= wanted) return;
  state.next_wake = wanted;
  g.self->delayed_send(g.self, state.next_wake - now, Tick{});
}

void pump(const Gate& g) {
  auto& gate = *g.state().gate;
  while (!g.state().idle.empty()) {
    const auto ticket = gate.next(g.now());
    if (!ticket) break;
    send(g, *ticket);
  }
  if (const auto at = gate.wake_at(g.now())) wake_at(g, *at);
  const auto report = gate.report(g.now());
  publish(g, report);
  log_breaker(g, report);
}

caf::result<GateAnswer> submit(const Gate& g, GateCall& call) {
  auto& state = g.state();
  auto promise = g.self->make_response_promise<GateAnswer>();
  rate::Ticket ticket;
  ticket.id = state.next_ticket++;
  ticket.lane = call.lane;
  ticket.tenant = std::move(call.tenant);
  ticket.subject = std::hash<std::string>{}(call.subject);
  state.waiting.emplace(ticket.id,
                        GateState::Waiting{std::move(call.call), std::move(call.subject), promise});
  state.gate->submit(std::move(ticket), g.now());
  pump(g);
  return promise;
}

}  // namespace

GateActor::behavior_type metactf_gate(Self self, const Environment* env,
                                      std::vector<WorkerActor> workers) {
  const Gate g{self, env};
  // Any seed does: it only spreads repetitions.
  self->state.gate.emplace(env->settings.vendor,
                           static_cast<std::uint64_t>(env->clock.now().value));
  self->state.idle = std::move(workers);
  return {[g](GateCall& call) { return submit(g, call); },
          [g](const AskReport&) { return g.state().gate->report(g.now()); },
          [g](SetLimits& set) {
            g.state().gate->set_limits(set.limits);
            for (auto& worker : set.more_workers) g.state().idle.push_back(std::move(worker));
            pump(g);
          },
          [g](const Tick&) { pump(g); }};
}

}  // namespace lockstep::actors
