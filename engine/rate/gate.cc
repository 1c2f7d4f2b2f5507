#include "engine/rate/gate.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace lockstep::rate {

namespace {

constexpr Nanos kBackoffBase = std::chrono::milliseconds{500};
constexpr Nanos kBackoffCap = std::chrono::seconds{10};
constexpr Nanos kSaturatedFor = std::chrono::seconds{1};
constexpr Nanos kWaitWindow = std::chrono::minutes{1};
/// A late timer is made up for; bursts are not sent, because some limiters forgive none.
constexpr Nanos kTolerance = std::chrono::milliseconds{2};

double to_seconds(Nanos span) {
  return std::max(0.0, std::chrono::duration<double>(span).count());
}

bool lately(std::optional<Nanos> at, Nanos now) {
  return at && now - *at < kSaturatedFor;
}

/// Full jitter: anything from now to a ceiling that doubles.
Nanos backoff(int attempts, double jitter) {
  const auto ceiling = std::min(kBackoffCap, kBackoffBase * (1 << std::min(attempts, 10)));
  return Nanos{static_cast<std::int64_t>(jitter * static_cast<double>(ceiling.count()))};
}

}  // namespace

Gate::Gate(const GateLimits& limits, std::uint64_t seed)
    : limits_(limits),
      rate_(limits.rate),
      gcra_(rate_.per_second(), kTolerance),
      concurrency_(limits.max_concurrency),
      jitter_(seed) {}

void Gate::submit(Ticket ticket, Nanos now) {
  ticket.queued_at = now;
  const auto lane = ticket.lane;
  const auto tenant = ticket.tenant;
  queue_.push(lane, tenant, std::move(ticket));
}

// One place is kept for those who wait in front of a screen, as long as there is more than one.
bool Gate::place_for_background() const {
  const auto limit = concurrency_.limit();
  return limit == 1 || background_in_flight_ + 1 < limit;
}

bool Gate::may_send(bool background) const {
  return in_flight_ < concurrency_.limit() && !breaker_.probing() && !queue_.empty(background);
}

std::optional<Ticket> Gate::next(Nanos now) {
  release_backed_off(now);
  const bool background = place_for_background();
  if (breaker_.probing() || breaker_.wait(now) > Nanos{0} || queue_.empty()) return std::nullopt;
  if (!may_send(background)) {
    short_of_places_at_ = now;
    return std::nullopt;
  }
  if (gcra_.wait(now) > Nanos{0}) {
    held_back_at_ = now;
    return std::nullopt;
  }
  auto ticket = queue_.pop(background);
  gcra_.take(now);
  breaker_.sent();
  ticket->sent_at = now;
  ++in_flight_;
  base::check(in_flight_ <= concurrency_.limit(), "no more calls than allowed are under way");
  if (is_background(ticket->lane)) ++background_in_flight_;
  note_wait(*ticket, now);
  return ticket;
}

std::optional<Nanos> Gate::wake_at(Nanos now) const {
  std::optional<Nanos> at;
  if (!backing_off_.empty()) at = backing_off_.begin()->first;
  if (may_send(place_for_background())) {
    const auto ready = now + std::max(gcra_.wait(now), breaker_.wait(now));
    at = at ? std::min(*at, ready) : ready;
  }
  return at;
}

bool Gate::finished(Ticket ticket, const CallResult& result, Nanos now) {
  base::check(in_flight_ > 0 && lanes_[index_of(ticket.lane)].in_flight > 0,
              "what has ended was under way");
  --in_flight_;
  --lanes_[index_of(ticket.lane)].in_flight;
  if (is_background(ticket.lane)) --background_in_flight_;
  calls_.add(now, result.end);
  if (result.end == CallEnd::not_made) {
    breaker_.probe_undecided();
    return true;
  }
  if (result.end == CallEnd::rate_limited) return rate_limited(std::move(ticket), result, now);
  if (result.end == CallEnd::failed) return failed(std::move(ticket), result, now);
  answered(now);
  return true;
}

void Gate::answered(Nanos now) {
  concurrency_.answered(lately(short_of_places_at_, now));
  budget_.deposit();
  rate_.accepted(now, lately(held_back_at_, now));
  if (breaker_.answered()) {
    rate_.restart(now);
    concurrency_.restart();
  }
  gcra_.set_rate(rate_.per_second());
}

bool Gate::rate_limited(Ticket ticket, const CallResult& result, Nanos now) {
  breaker_.probe_undecided();
  gcra_.pause_until(rate_.rejected(now, ticket.sent_at, result.retry_after));
  gcra_.set_rate(rate_.per_second());
  if (++ticket.refusals >= kMaxRefusals) return true;
  const auto lane = ticket.lane;
  const auto tenant = ticket.tenant;
  queue_.push_front(lane, tenant, std::move(ticket));
  return false;
}

bool Gate::failed(Ticket ticket, const CallResult& result, Nanos now) {
  if (result.overloaded) concurrency_.overloaded(now, ticket.sent_at);
  if (result.retry_after) gcra_.pause_until(now + *result.retry_after);
  const auto opens = result.certain ? 1 : CircuitBreaker::kFailuresToOpen;
  if (breaker_.failed(now, ticket.subject, result.everywhere, jitter_.next(), opens))
    breaker_reason_ = result.reason;
  ++ticket.attempts;
  if (!result.repeatable || ticket.attempts >= kMaxAttempts || !budget_.withdraw()) return true;
  const auto at = now + backoff(ticket.attempts, jitter_.next());
  backing_off_.emplace(at, std::move(ticket));
  return false;
}

void Gate::release_backed_off(Nanos now) {
  while (!backing_off_.empty() && backing_off_.begin()->first <= now)
    submit(std::move(backing_off_.extract(backing_off_.begin()).mapped()), now);
}

void Gate::note_wait(const Ticket& ticket, Nanos now) {
  if (now - waits_since_ > kWaitWindow) {
    for (auto& lane : lanes_) lane.longest_wait = 0;
    waits_since_ = now;
  }
  auto& lane = lanes_[index_of(ticket.lane)];
  ++lane.sent;
  ++lane.in_flight;
  lane.longest_wait = std::max(lane.longest_wait, to_seconds(now - ticket.queued_at));
}

void Gate::set_limits(const GateLimits& limits) {
  limits_ = limits;
  rate_.set_limits(limits.rate);
  concurrency_.set_max(limits.max_concurrency);
  gcra_.set_rate(rate_.per_second());
}

void Gate::resume(const Learned& before, Nanos paused_until) {
  rate_.resume(before);
  gcra_.pause_until(paused_until);
  gcra_.set_rate(rate_.per_second());
}

GateReport Gate::report(Nanos now) const {
  GateReport out;
  out.calls_per_second = rate_.per_second();
  out.max_calls_per_second = limits_.rate.max_per_second;
  out.ceiling = rate_.ceiling();
  out.paused_for = to_seconds(gcra_.paused_until() - now);
  out.concurrency = concurrency_.limit();
  out.max_concurrency = limits_.max_concurrency;
  out.in_flight = in_flight_;
  out.backing_off = backing_off_.size();
  out.retry_budget = budget_.left();
  out.breaker = breaker_.state();
  if (out.breaker != BreakerState::closed) out.breaker_reason = breaker_reason_;
  out.breaker_reopens_in = to_seconds(breaker_.wait(now));
  out.lanes = lanes_;
  for (std::size_t i = 0; i < kLanes; ++i) out.lanes[i].waiting = queue_.size(static_cast<Lane>(i));
  out.last_minute = calls_.last(now, std::chrono::minutes{1});
  out.last_hour = calls_.last(now, std::chrono::hours{1});
  out.total = calls_.total();
  return out;
}

}  // namespace lockstep::rate
