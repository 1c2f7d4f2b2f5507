#include "engine/rate/learned_rate.h"

#include <algorithm>
#include <cmath>

namespace lockstep::rate {

namespace {

using std::chrono::seconds;

constexpr double kSlowest = 0.02;          ///< Calls per second; one in 50 s.
constexpr double kSearchGrowth = 0.22;     ///< Per second, while no limit has been met.
constexpr double kRecoverGrowth = 0.05;    ///< Per second, well below a limit that was met.
constexpr double kProbeGrowth = 0.002;     ///< Per second at first, close to it.
constexpr double kProbeAcceleration = 10;  ///< In so many seconds probing gets as fast again.
constexpr double kMargin = 0.97;           ///< Of the ceiling: where we wait.
constexpr double kNear = 0.9;
constexpr double kPassed = 1.25;   ///< Of the ceiling: then it is there no more.
constexpr double kHarshest = 0.7;  ///< One refusal never lowers the rate by more.
constexpr Nanos kShortestHold = seconds{30};
constexpr int kHoldPauses = 30;              ///< So that pauses cost about 3 % of the time.
constexpr double kRefusalsPerCall = 0.0025;  ///< What tries may cost in the long run.
constexpr double kMostRefusals = 4;          ///< Saved up at most; what we begin with.
constexpr Nanos kFirstGuess = seconds{1};
constexpr Nanos kLongestGuess = seconds{60};
/// What a limiter lets through at once after a pause, in seconds of its rate: a usual size.
constexpr double kBurstSeconds = 1;
constexpr std::size_t kMarks = 64;

double to_seconds(Nanos span) {
  return std::chrono::duration<double>(span).count();
}

}  // namespace

LearnedRate::LearnedRate(const RateLimits& limits)
    : limits_(limits),
      rate_(std::min(limits.start_per_second, limits.max_per_second)),
      budget_(kMostRefusals),
      marks_{{Nanos{0}, 0}} {}

void LearnedRate::accepted(Nanos now, bool saturated) {
  ++accepted_;
  budget_ = std::min(kMostRefusals, budget_ + kRefusalsPerCall);
  mark(now);
  guess_ = Nanos{0};
  const auto passed = std::min(1.0, to_seconds(now - updated_at_));
  updated_at_ = std::max(updated_at_, now);
  if (saturated && passed > 0) grow(now, passed);
}

void LearnedRate::grow(Nanos now, double seconds) {
  const auto hold = std::max(kShortestHold, pause_ * kHoldPauses);
  double growth = kSearchGrowth;
  if (ceiling_) {
    if (rate_ < kNear * *ceiling_) {
      growth = kRecoverGrowth;
    } else if (now - resumed_at_ < hold || budget_ < 1) {
      return;
    } else {
      if (probed_ == 0) proven_ = rate_;
      probed_ += seconds;
      growth = kProbeGrowth * (1 + probed_ / kProbeAcceleration);
    }
  }
  rate_ = std::min(limits_.max_per_second, rate_ * std::exp(growth * seconds));
  if (ceiling_ && rate_ > kPassed * *ceiling_) ceiling_.reset();
}

// In any span that ends with a refusal a limiter has let through what it refilled in that time and,
// at most, what it had saved up before: accepted <= limit * (time + saved). So each span gives a
// lower bound, and the best of them comes close: exact for a limiter that saves up one second's
// worth and was not left idle in that span.
double LearnedRate::estimate(Nanos now) const {
  const auto saved =
      refused_at_ < Nanos{0}
          ? kBurstSeconds
          : std::clamp(to_seconds(pause_), std::min(kBurstSeconds, 1 / rate_), kBurstSeconds);
  double best = 0;
  for (const auto& [at, count] : marks_) {
    const auto time = to_seconds(now - at) + (at == resumed_at_ ? saved : kBurstSeconds);
    // The refused call would have been the next: the limiter was part of the way to it.
    if (time > 0) best = std::max(best, (static_cast<double>(accepted_ - count) + 0.5) / time);
  }
  return best;
}

void LearnedRate::mark(Nanos now) {
  if (!marks_.empty() && now - marks_.back().first < seconds{1}) return;
  marks_.emplace_back(now, accepted_);
  if (marks_.size() > kMarks) marks_.pop_front();
}

// Counting starts anew with the end of a pause.
void LearnedRate::begin_again(Nanos at) {
  accepted_ = 0;
  marks_.assign(1, {at, 0});
  resumed_at_ = at;
  updated_at_ = std::max(updated_at_, at);
}

void LearnedRate::slow_down(Nanos now) {
  const auto limit = std::clamp(estimate(now), kHarshest * rate_, rate_);
  ceiling_ = std::max(kSlowest, limit);
  rate_ = std::max({kSlowest, kMargin * limit, proven_});
  proven_ = probed_ = 0;  // It counts once: the limit may have become lower meanwhile.
}

Nanos LearnedRate::rejected(Nanos now, Nanos sent, std::optional<Nanos> retry_after) {
  budget_ = std::max(0.0, budget_ - 1);
  const bool same_refusal = refused_at_ >= Nanos{0} && sent <= refused_at_;
  if (!same_refusal) {
    slow_down(now);
    refused_at_ = now;
    guess_ = guess_ == Nanos{0} ? kFirstGuess : std::min(kLongestGuess, guess_ * 2);
  }
  const auto until = now + std::max(guess_, retry_after.value_or(Nanos{0}));
  begin_again(same_refusal ? std::max(resumed_at_, until) : until);
  pause_ = resumed_at_ - refused_at_;
  return resumed_at_;
}

void LearnedRate::restart(Nanos now) {
  ceiling_ = std::max(ceiling_.value_or(0), rate_);
  rate_ = std::max(kSlowest, rate_ / 2);
  proven_ = probed_ = 0;
  begin_again(std::max(now, resumed_at_));
}

void LearnedRate::resume(const Learned& before) {
  const auto known = std::clamp(before.per_second, kSlowest, limits_.max_per_second);
  // Without a ceiling nobody objected at that rate: there is no reason to be slower than a start
  // that knows nothing.
  const auto least = before.ceiling ? kSlowest : std::min(rate_, known);
  rate_ = std::max(least, known / 2);
  if (before.ceiling) ceiling_ = std::max(kSlowest, *before.ceiling);
}

void LearnedRate::set_limits(const RateLimits& limits) {
  limits_ = limits;
  rate_ = std::min(rate_, limits.max_per_second);
}

}  // namespace lockstep::rate
