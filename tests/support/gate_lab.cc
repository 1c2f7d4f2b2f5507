#include "tests/support/gate_lab.h"

#include <algorithm>
#include <utility>

namespace lockstep::testing_support {

bool MeteredVendor::admit(Nanos now) {
  const auto capacity = std::max(1.0, per_second * burst_seconds);
  const auto passed = std::chrono::duration<double>(now - filled_at_).count();
  tokens_ = std::min(capacity, tokens_ + passed * per_second);
  filled_at_ = now;
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

GateLab::GateLab(const rate::GateLimits& limits, std::uint64_t seed)
    : gate_(limits, seed), dice_(seed) {}

void GateLab::submit(rate::Lane lane, const std::string& tenant) {
  rate::Ticket ticket;
  ticket.id = next_id_++;
  ticket.lane = lane;
  ticket.tenant = tenant;
  ++waiting_[{static_cast<int>(lane), tenant}];
  gate_.submit(std::move(ticket), now_);
}

void GateLab::keep_waiting(rate::Lane lane, const std::string& tenant, std::size_t count) {
  while (waiting_[{static_cast<int>(lane), tenant}] < count) submit(lane, tenant);
}

rate::CallResult GateLab::answer_of_vendor(Nanos& takes) {
  rate::CallResult out;
  if (vendor.away) {
    if (vendor.away_silently) takes = MeteredVendor::kTimeout;
    out.end = rate::CallEnd::failed;
    out.repeatable = true;
    out.overloaded = out.everywhere = true;
  } else if (!vendor.admit(now_)) {
    out.end = rate::CallEnd::rate_limited;
    out.retry_after = vendor.retry_after;
  }
  return out;
}

void GateLab::send(rate::Ticket ticket) {
  --waiting_[{static_cast<int>(ticket.lane), ticket.tenant}];
  if (now_ < nobody_before_) undershot_ = true;
  const auto half = latency.count() / 2;
  Nanos takes{half + std::uniform_int_distribution<std::int64_t>(0, 2 * half)(dice_)};
  const auto result = answer_of_vendor(takes);
  sent_.push_back({now_, ticket.queued_at, ticket.lane, ticket.tenant,
                   result.end == rate::CallEnd::rate_limited});
  under_way_.emplace(now_ + takes, Ending{std::move(ticket), result, sent_.size() - 1});
}

void GateLab::finish(Ending ending) {
  if (ending.result.end == rate::CallEnd::rate_limited && ending.result.retry_after)
    nobody_before_ = std::max(nobody_before_, now_ + *ending.result.retry_after);
  const std::pair<int, std::string> who{static_cast<int>(ending.ticket.lane), ending.ticket.tenant};
  if (!gate_.finished(std::move(ending.ticket), ending.result, now_)) ++waiting_[who];
}

void GateLab::dispatch() {
  demand(*this);
  while (auto ticket = gate_.next(now_)) {
    send(std::move(*ticket));
    demand(*this);
  }
}

void GateLab::run_for(Nanos time) {
  const auto end = now_ + time;
  while (true) {
    dispatch();
    auto at = end;
    if (!under_way_.empty()) at = std::min(at, under_way_.begin()->first);
    // The actor's timer has a millisecond's grain.
    if (const auto wake = gate_.wake_at(now_))
      at = std::min(at, std::max(*wake, now_) + std::chrono::milliseconds{1});
    now_ = at;
    while (!under_way_.empty() && under_way_.begin()->first <= now_)
      finish(std::move(under_way_.extract(under_way_.begin()).mapped()));
    if (now_ >= end) return;
  }
}

GateLab::Tally GateLab::tally(Nanos from, Nanos to) const {
  Tally out;
  for (const auto& call : sent_) {
    if (call.at < from || call.at >= to) continue;
    ++(call.refused ? out.refused : out.passed);
  }
  return out;
}

}  // namespace lockstep::testing_support
