// The rate that the vendor allows, found out: its limits are unknown and not promised (contract.md,
// "Unknown"). Faster while nothing objects, slower after a 429, and then for long just below where
// the limit was met. Pure state: time comes in, nothing ticks.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "engine/rate/gcra.h"

namespace lockstep::rate {

struct RateLimits {
  double start_per_second = 5;  ///< More than 0.
  double max_per_second = 50;   ///< Never faster, whatever the vendor would allow.
  bool operator==(const RateLimits&) const = default;
};

/// What is worth remembering beyond the end of the process.
struct Learned {
  double per_second{};
  std::optional<double> ceiling;  ///< See LearnedRate::ceiling().
  bool operator==(const Learned&) const = default;
};

class LearnedRate {
 public:
  explicit LearnedRate(const RateLimits& limits);

  [[nodiscard]] double per_second() const { return rate_; }
  /// Where the vendor's limit seems to be; none before the first 429, or when it has been passed.
  [[nodiscard]] std::optional<double> ceiling() const { return ceiling_; }

  /// A call got past the vendor's limiter. `saturated`: calls wait for nothing but the rate. Only
  /// then does the rate rise, because only then is it tested.
  void accepted(Nanos now, bool saturated);
  /// 429 to a call that was sent at `sent`. Answers until when nobody may call: `retry_after`, or
  /// a guess when the vendor did not say.
  Nanos rejected(Nanos now, Nanos sent, std::optional<Nanos> retry_after);
  /// The vendor was away. Begin at half speed, and come back soon to where we were.
  void restart(Nanos now);
  void set_limits(const RateLimits& limits);
  /// Before the first call: what a process before this one has learned. Begins at half of it, as
  /// after an absence of the vendor.
  void resume(const Learned& before);

 private:
  void grow(Nanos now, double seconds);
  void slow_down(Nanos now);
  void mark(Nanos now);
  void begin_again(Nanos at);
  [[nodiscard]] double estimate(Nanos now) const;

  RateLimits limits_;
  double rate_;
  double probed_ = 0;  ///< For so many seconds we have tried to go faster.
  double proven_ = 0;  ///< Held for long without a refusal, before that try.
  double budget_;      ///< Refusals that trying to go faster may still cost.
  std::optional<double> ceiling_;
  std::int64_t accepted_ = 0;  ///< Since the last pause ended.
  /// When how many had been accepted since then, about once a second: for the last minute.
  std::deque<std::pair<Nanos, std::int64_t>> marks_;
  Nanos refused_at_{-1};  ///< When the last refusal began; negative: never. Calls that were
                          ///< under way together are one refusal.
  Nanos pause_{0};        ///< Of that refusal.
  Nanos resumed_at_{0};   ///< When its pause ended.
  Nanos updated_at_{0};
  Nanos guess_{0};  ///< The last guessed pause, doubled while nothing gets through.
};

}  // namespace lockstep::rate
