#include "actors/metactf_gate.h"

#include <algorithm>
#include <string>

#include "events/codec.h"

namespace lockstep::actors {

namespace {

using Self = GateActor::stateful_pointer<GateState>;
using TimePoint = caf::actor_clock::time_point;
using ports::VendorErrc;
using ports::VendorError;

constexpr int kMaxAttempts = 3;
constexpr int kMaxRateLimited = 20;  ///< A 429 costs the vendor nothing, so patience is cheap.
constexpr std::chrono::milliseconds kBackoffBase{500};
constexpr std::chrono::milliseconds kBackoffCap{10'000};
constexpr std::chrono::milliseconds kDefaultRetryAfter{1'000};

struct Gate {
  Self self;
  const Environment* env;
};

void pump(const Gate& g);

std::chrono::nanoseconds since_origin(TimePoint t) {
  return t.time_since_epoch();
}

std::string_view outcome_of(const process::VendorAnswer& answer) {
  const auto* error = std::get_if<VendorError>(&answer);
  return error == nullptr ? "ok" : events::enum_name(error->code);
}

// Not carried out, or only a read: may be made again without looking.
bool repeatable(const process::VendorCall& call, VendorErrc code) {
  if (code == VendorErrc::rate_limited || code == VendorErrc::connection) return true;
  const bool passing = code == VendorErrc::timeout || code == VendorErrc::server;
  return passing && !process::writes(call);
}

std::chrono::milliseconds backoff(GateState& state, int attempts) {
  const auto ceiling = std::min(kBackoffCap, kBackoffBase * (1 << std::min(attempts, 10)));
  return std::chrono::milliseconds(
      std::uniform_int_distribution<std::int64_t>(50, ceiling.count())(state.jitter));
}

// Puts the call back into its lane, at once or later; false when it has been tried enough.
bool requeue(const Gate& g, GateState::Waiting waiting, const VendorError& error) {
  auto& state = g.self->state;
  const auto now = g.self->clock().now();
  ++waiting.attempts;
  if (error.code == VendorErrc::rate_limited) {
    const auto pause = error.retry_after.value_or(kDefaultRetryAfter);
    state.rate.pause_until(since_origin(now + pause));
    g.env->metrics.count("lockstep_vendor_rate_limited_total", {}, 1);
    if (waiting.attempts >= kMaxRateLimited) return false;
    state.lanes[static_cast<std::size_t>(waiting.call.lane)].push_front(std::move(waiting));
    return true;
  }
  if (!repeatable(waiting.call.call, error.code) || waiting.attempts >= kMaxAttempts) return false;
  state.backing_off.emplace(now + backoff(state, waiting.attempts), std::move(waiting));
  return true;
}

void on_answer(const Gate& g, const WorkerActor& worker, GateState::Waiting waiting,
               TimePoint started, const process::VendorAnswer& answer) {
  auto& state = g.self->state;
  --state.in_flight;
  state.idle.push_back(worker);
  const auto name = process::name_of(waiting.call.call);
  g.env->metrics.count("lockstep_vendor_calls_total",
                       {{"call", name}, {"outcome", outcome_of(answer)}}, 1);
  const std::chrono::duration<double> took = g.self->clock().now() - started;
  g.env->metrics.observe("lockstep_vendor_call_seconds", {{"call", name}}, took.count());
  const auto* error = std::get_if<VendorError>(&answer);
  auto promise = waiting.promise;
  if (error == nullptr || !requeue(g, std::move(waiting), *error))
    promise.deliver(GateAnswer{answer});
  pump(g);
}

void dispatch(const Gate& g, GateState::Waiting waiting) {
  auto& state = g.self->state;
  const auto worker = state.idle.back();
  state.idle.pop_back();
  ++state.in_flight;
  const auto started = g.self->clock().now();
  const std::chrono::duration<double> waited = started - waiting.queued_at;
  g.env->metrics.observe("lockstep_vendor_wait_seconds", {}, waited.count());
  // Infinite: the client bounds every call, and a worker answers always.
  g.self->request(worker, caf::infinite, Perform{waiting.call.call})
      .then(
          [g, worker, waiting, started](const GateAnswer& answer) {
            on_answer(g, worker, waiting, started, answer.answer);
          },
          [g, worker, waiting, started](const caf::error&) {
            on_answer(
                g, worker, waiting, started,
                VendorError{VendorErrc::timeout, 0, "The call ended unexpectedly.", std::nullopt});
          });
}

std::deque<GateState::Waiting>* next_lane(GateState& state) {
  const auto found =
      std::ranges::find_if(state.lanes, [](const auto& lane) { return !lane.empty(); });
  return found == state.lanes.end() ? nullptr : &*found;
}

// At most one tick is on its way: each asking for the next would multiply them.
void wake_at(const Gate& g, TimePoint at) {
  auto& state = g.self->state;
  const auto now = g.self->clock().now();
  if (state.next_wake > now && state.next_wake <= at) return;
  state.next_wake = std::max(at, now) + std::chrono::milliseconds{1};
  g.self->delayed_send(g.self, state.next_wake - now, Tick{});
}

void pump(const Gate& g) {
  auto& state = g.self->state;
  const auto now = g.self->clock().now();
  while (!state.backing_off.empty() && state.backing_off.begin()->first <= now) {
    auto waiting = std::move(state.backing_off.extract(state.backing_off.begin()).mapped());
    state.lanes[static_cast<std::size_t>(waiting.call.lane)].push_back(std::move(waiting));
  }
  while (auto* lane = next_lane(state)) {
    if (state.idle.empty()) break;
    const auto wait = state.rate.wait(since_origin(now));
    if (wait.count() > 0) {
      wake_at(g, now + wait);
      break;
    }
    state.rate.take(since_origin(now));
    auto waiting = std::move(lane->front());
    lane->pop_front();
    dispatch(g, std::move(waiting));
  }
  if (!state.backing_off.empty()) wake_at(g, state.backing_off.begin()->first);
  g.env->metrics.gauge("lockstep_vendor_calls_in_flight", {}, static_cast<double>(state.in_flight));
}

}  // namespace

GateActor::behavior_type metactf_gate(Self self, const Environment* env,
                                      std::vector<WorkerActor> workers) {
  self->state.rate = rate::Gcra{env->settings.vendor_calls_per_second, env->settings.vendor_burst};
  self->state.idle = std::move(workers);
  const Gate g{self, env};
  return {
      [g](GateCall& call) -> caf::result<GateAnswer> {
        auto promise = g.self->make_response_promise<GateAnswer>();
        const auto lane = static_cast<std::size_t>(call.lane);
        g.self->state.lanes[lane].push_back({std::move(call), promise, 0, g.self->clock().now()});
        pump(g);
        return promise;
      },
      [g](const Tick&) { pump(g); }};
}

}  // namespace lockstep::actors
