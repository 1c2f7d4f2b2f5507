// Generic cell rate algorithm: how long a call has to wait so that no more than `rate` calls a
// second pass, with bursts up to `burst`. Pure state: time comes in, nothing ticks.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>

namespace lockstep::rate {

class Gcra {
 public:
  using Nanos = std::chrono::nanoseconds;  ///< Since any fixed origin of a steady clock.

  /// `per_second` > 0, `burst` >= 1.
  Gcra(double per_second, std::int64_t burst)
      : interval_(static_cast<std::int64_t>(1e9 / per_second)),
        tolerance_(interval_ * (burst - 1)) {}

  /// Time until a call may pass; zero = now.
  [[nodiscard]] Nanos wait(Nanos now) const { return std::max(Nanos{0}, next_ - tolerance_ - now); }
  /// Takes the place of one call. Only when wait(now) is zero.
  void take(Nanos now) { next_ = std::max(next_, now) + interval_; }
  /// Nothing passes before `until`, and no burst is saved up meanwhile (Retry-After).
  void pause_until(Nanos until) { next_ = std::max(next_, until + tolerance_); }

 private:
  Nanos interval_;
  Nanos tolerance_;
  Nanos next_{0};  ///< Theoretical arrival time of the next call.
};

}  // namespace lockstep::rate
