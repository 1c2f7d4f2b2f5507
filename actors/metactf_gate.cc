#include "actors/metactf_gate.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "engine/effects/withheld_call.h"
#include "engine/ports/operations.h"
#include "engine/vendor/failure.h"
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
/// A rate is noted at most so often; what the gate has learned is believed for so long.
constexpr std::chrono::minutes kBetweenNotes{1};
constexpr std::chrono::hours kLearnedHolds{24 * 7};
/// Of a process before this one: longer would be a clock that jumped.
constexpr std::chrono::milliseconds kLongestPause{std::chrono::hours{1}};
constexpr std::chrono::milliseconds kSamePause{500};
constexpr std::chrono::milliseconds kGrain{1};  ///< Of timers: never just too early.

struct GateRef {
  Self self;
  const Environment* env;

  [[nodiscard]] GateState& state() const { return self->state; }
  [[nodiscard]] Nanos now() const { return self->clock().now().time_since_epoch(); }
};

void pump(const GateRef& g);

const VendorError* error_in(const vendor::VendorAnswer& answer) {
  return std::get_if<VendorError>(&answer);
}

std::string_view outcome_of(const vendor::VendorAnswer& answer) {
  const auto* error = error_in(answer);
  return error == nullptr ? "ok" : events::enum_name(error->code);
}

// What an answer means for the calls after it. A refusal of this one call (404, 422, …) shows that
// the vendor works.
rate::CallResult result_of(const vendor::VendorCall& call, const vendor::VendorAnswer& answer) {
  const auto* error = error_in(answer);
  const auto code = error == nullptr ? VendorErrc::rejected : error->code;
  const bool passing =
      code == VendorErrc::timeout || code == VendorErrc::server || code == VendorErrc::unreadable;
  rate::CallResult out;
  if (code == VendorErrc::withheld) {
    out.end = rate::CallEnd::not_made;
  } else if (code == VendorErrc::rate_limited) {
    out.end = rate::CallEnd::rate_limited;
    out.retry_after = error->retry_after;
  } else if (code == VendorErrc::foreign || code == VendorErrc::wrong_address) {
    // Whoever answers there, it is not the vendor: the load says nothing, and repeating is no use.
    out.end = rate::CallEnd::failed;
    out.everywhere = code == VendorErrc::wrong_address;
    out.certain = out.everywhere;
    out.reason = events::enum_name(code);
  } else if (passing || code == VendorErrc::connection || code == VendorErrc::unauthorized) {
    out.end = rate::CallEnd::failed;
    out.repeatable = code == VendorErrc::connection || (passing && !vendor::writes(call));
    out.overloaded = code != VendorErrc::unauthorized;
    if (code == VendorErrc::server) out.retry_after = error->retry_after;
    out.everywhere = code != VendorErrc::server;
    out.reason = events::enum_name(code);
  }
  return out;
}

void count(const GateRef& g, const rate::Ticket& ticket, const vendor::VendorCall& call,
           const vendor::VendorAnswer& answer) {
  auto& metrics = g.env->metrics;
  const auto name = vendor::name_of(call);
  metrics.count("lockstep_vendor_calls_total", {{"call", name}, {"outcome", outcome_of(answer)}},
                1);
  if (const auto unknown = vendor::unknown_fields(answer); unknown > 0)
    metrics.count("lockstep_vendor_unknown_fields_total", {{"call", name}},
                  static_cast<double>(unknown));
  if (const auto odd = vendor::odd_parts(answer); odd > 0)
    metrics.count("lockstep_vendor_odd_parts_total", {{"call", name}}, static_cast<double>(odd));
  if (const auto there = vendor::answered_at(answer))
    metrics.gauge(
        "lockstep_vendor_clock_ahead_seconds", {},
        static_cast<double>(there->value) - static_cast<double>(g.env->clock.now().value) / 1000);
  else if (vendor::is_about_scores(answer))
    metrics.count("lockstep_vendor_undated_answers_total", {{"call", name}}, 1);
  const std::chrono::duration<double> took = g.now() - ticket.sent_at;
  metrics.observe("lockstep_vendor_call_seconds", {{"call", name}}, took.count());
}

void note(const GateRef& g, const rate::Ticket& ticket, const GateState::Waiting& waiting,
          const vendor::VendorAnswer& answer) {
  const auto* error = error_in(answer);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(g.now() - ticket.sent_at);
  g.env->operations.note(
      ports::Attempt{.at = g.env->clock.now(),
                     .kind = std::string(vendor::name_of(waiting.call)),
                     .subject = waiting.key.first,
                     .result = std::string(outcome_of(answer)),
                     .latency_ms = took.count(),
                     .http_status = error == nullptr ? 200 : error->http_status});
}

void note_withheld(const GateRef& g, const GateState::Waiting& waiting,
                   const vendor::VendorAnswer& answer) {
  auto& withheld = g.state().withheld;
  const auto* error = error_in(answer);
  const std::pair call{std::string(vendor::name_of(waiting.call)), waiting.key.first};
  if (error != nullptr && error->code == VendorErrc::withheld)
    withheld.insert_or_assign(call, g.now());
  else
    withheld.erase(call);
}

rate::GateReport report_of(const GateRef& g) {
  const auto now = g.now();
  // Nobody may ask for it again: then it is forgotten when it might be made.
  std::erase_if(g.state().withheld,
                [&](const auto& one) { return now - one.second >= effects::kWithheldFor; });
  auto out = g.state().gate->report(now);
  out.withheld = g.state().withheld.size();
  return out;
}

void on_answer(const GateRef& g, const WorkerActor& worker, const rate::Ticket& ticket,
               const vendor::VendorAnswer& answer) {
  auto& state = g.state();
  state.idle.push_back(worker);
  const auto waiting = state.waiting.find(ticket.id);
  waiting->second.under_way = false;
  count(g, ticket, waiting->second.call, answer);
  note(g, ticket, waiting->second, answer);
  note_withheld(g, waiting->second, answer);
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

void send(const GateRef& g, const rate::Ticket& ticket) {
  auto& state = g.state();
  const auto found = state.waiting.find(ticket.id);
  if (found == state.waiting.end()) {  // Taken back while it waited.
    state.gate->finished(ticket, {.end = rate::CallEnd::not_made}, g.now());
    return;
  }
  const auto worker = state.idle.back();
  auto& waiting = found->second;
  waiting.under_way = true;
  state.idle.pop_back();
  const std::chrono::duration<double> waited = ticket.sent_at - ticket.queued_at;
  g.env->metrics.observe("lockstep_vendor_wait_seconds", {{"lane", events::enum_name(ticket.lane)}},
                         waited.count());
  // Infinite: the client bounds every call, and a worker answers always.
  g.self->request(worker, caf::infinite, Perform{waiting.call, waiting.key.first})
      .then([g, worker,
             ticket](const GateAnswer& answer) { on_answer(g, worker, ticket, answer.answer); },
            [g, worker, ticket](const caf::error&) {
              on_answer(g, worker, ticket,
                        VendorError{VendorErrc::timeout, 0, "The call ended unexpectedly.",
                                    std::nullopt});
            });
}

void publish(const GateRef& g, const rate::GateReport& report) {
  auto& metrics = g.env->metrics;
  metrics.gauge("lockstep_vendor_calls_per_second", {}, report.calls_per_second);
  metrics.gauge("lockstep_vendor_calls_in_flight", {}, static_cast<double>(report.in_flight));
  metrics.gauge("lockstep_vendor_concurrency", {}, static_cast<double>(report.concurrency));
  metrics.gauge("lockstep_vendor_backing_off", {}, static_cast<double>(report.backing_off));
  metrics.gauge("lockstep_vendor_retry_budget", {}, report.retry_budget);
  metrics.gauge("lockstep_vendor_breaker_state", {}, static_cast<double>(report.breaker));
  metrics.gauge("lockstep_vendor_paused_seconds", {}, report.paused_for);
  metrics.gauge("lockstep_vendor_calls_withheld", {}, static_cast<double>(report.withheld));
  for (std::size_t i = 0; i < rate::kLanes; ++i)
    metrics.gauge("lockstep_vendor_calls_waiting",
                  {{"lane", events::enum_name(static_cast<Lane>(i))}},
                  static_cast<double>(report.lanes[i].waiting));
}

bool differs(double a, double b) {
  return std::abs(a - b) > 0.1 * std::max(a, b);
}

/// How soon this has to be noted; none: it says nothing new. A rate changes all the time, a limit
/// that was met or a pause that was asked for is something to know at the next start.
std::optional<Nanos> worth_noting(const GateRef& g, const GateState::Noted& now) {
  const auto& before = g.state().noted;
  const auto start = g.env->settings.vendor.rate.start_per_second;
  const auto known = before.value_or(GateState::Noted{start, std::nullopt, 0});
  const bool objected = known.ceiling.has_value() != now.ceiling.has_value() ||
                        differs(known.ceiling.value_or(0), now.ceiling.value_or(0)) ||
                        now.paused_until > known.paused_until + kSamePause.count();
  if (objected) return Nanos{0};
  if (differs(known.per_second, now.per_second)) return kBetweenNotes;
  return std::nullopt;
}

// A restart should not run against a limit that is known, nor call while nobody may.
void remember(const GateRef& g, const rate::GateReport& report) {
  auto& state = g.state();
  const auto now = g.env->clock.now();
  GateState::Noted noted{report.calls_per_second, report.ceiling, 0};
  if (report.paused_for > 0)
    noted.paused_until = now.value + static_cast<std::int64_t>(report.paused_for * 1000);
  const auto soon = worth_noting(g, noted);
  if (!soon || (state.noted && g.now() - state.noted_at < *soon)) return;
  state.noted = noted;
  state.noted_at = g.now();
  g.env->operations.note(
      ports::LearnedLimits{now, boost::json::serialize(boost::json::value_from(noted))});
}

// What a process before this one has noted, unless that is long ago.
void recall(const GateRef& g) {
  const auto found = g.env->operations.limits();
  if (!found || !found.value()) return;
  const auto now = g.env->clock.now().value;
  boost::system::error_code failed;
  const auto json = boost::json::parse(found.value()->json, failed);
  const auto noted = boost::json::try_value_to<GateState::Noted>(json);
  const std::chrono::milliseconds age{now - found.value()->at.value};
  if (age > kLearnedHolds || failed || !noted) return;
  const auto pause = std::clamp(std::chrono::milliseconds{noted->paused_until - now},
                                std::chrono::milliseconds{0}, kLongestPause);
  g.state().gate->resume({noted->per_second, noted->ceiling}, g.now() + pause);
  g.state().noted = *noted;
  g.state().noted_at = g.now();
}

// Whoever reads the log lines should not have to guess why nothing is sent any more.
void log_breaker(const GateRef& g, const rate::GateReport& report) {
  if (report.breaker == g.state().breaker) return;
  g.state().breaker = report.breaker;
  const bool closed = report.breaker == rate::BreakerState::closed;
  g.env->logger.log(closed ? ports::Level::info : ports::Level::warning, "vendor_breaker",
                    {{"state", events::enum_name(report.breaker)},
                     {"reason", report.breaker_reason},
                     {"detail", rate::remedy_of(report)}});
}

// At most one tick is on its way: each asking for the next would multiply them.
void wake_at(const GateRef& g, Nanos at) {
  auto& state = g.state();
  const auto now = g.self->clock().now();
  const auto wanted = std::clamp(TimePoint{at}, now, now + kLongestSleep) + kGrain;
  if (state.next_wake > now && state.next_wake <= wanted) return;
  state.next_wake = wanted;
  g.self->delayed_send(g.self, state.next_wake - now, Tick{});
}

void pump(const GateRef& g) {
  auto& gate = *g.state().gate;
  while (!g.state().idle.empty()) {
    const auto ticket = gate.next(g.now());
    if (!ticket) break;
    send(g, *ticket);
  }
  if (const auto at = gate.wake_at(g.now())) wake_at(g, *at);
  const auto report = report_of(g);
  publish(g, report);
  remember(g, report);
  log_breaker(g, report);
}

caf::result<GateAnswer> submit(const GateRef& g, GateCall& call) {
  auto& state = g.state();
  auto promise = g.self->make_response_promise<GateAnswer>();
  rate::Ticket ticket;
  ticket.id = state.next_ticket++;
  ticket.lane = call.lane;
  ticket.tenant = std::move(call.tenant);
  ticket.subject = std::hash<std::string>{}(call.key.first);
  state.waiting.emplace(
      ticket.id, GateState::Waiting{std::move(call.call), std::move(call.key), promise, false});
  state.gate->submit(std::move(ticket), g.now());
  pump(g);
  return promise;
}

// The ticket stays in its lane: when its turn comes there is nothing to send.
void take_back(const GateRef& g, const TakeBack& wanted) {
  auto& state = g.state();
  const auto found = std::ranges::find_if(state.waiting, [&](const auto& waiting) {
    return waiting.second.key == wanted.key && !waiting.second.under_way;
  });
  if (found == state.waiting.end()) return;
  found->second.promise.deliver(GateAnswer{vendor::recalled_call()});
  state.waiting.erase(found);
}

}  // namespace

GateActor::behavior_type metactf_gate(Self self, const Environment* env,
                                      std::vector<WorkerActor> workers) {
  const GateRef g{self, env};
  // Any seed does: it only spreads repetitions.
  self->state.gate.emplace(env->settings.vendor,
                           static_cast<std::uint64_t>(env->clock.now().value));
  recall(g);
  self->state.idle = std::move(workers);
  return {[g](GateCall& call) { return submit(g, call); },
          [g](const TakeBack& wanted) { take_back(g, wanted); },
          [g](const AskReport&) { return report_of(g); },
          [g](SetLimits& set) {
            g.state().gate->set_limits(set.limits);
            for (auto& worker : set.more_workers) g.state().idle.push_back(std::move(worker));
            pump(g);
          },
          [g](const Tick&) { pump(g); }};
}

}  // namespace lockstep::actors
