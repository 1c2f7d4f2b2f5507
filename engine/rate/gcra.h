// Generic cell rate algorithm: how long a call has to wait so that no more than `rate` calls a
// second pass, each at most `tolerance` before its time. Pure state: time comes in, nothing ticks.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>

namespace lockstep::rate {

using Nanos = std::chrono::nanoseconds;  ///< Since any fixed origin of a steady clock, or a span.

class Gcra {
 public:
  /// `per_second` > 0. A tolerance of n intervals lets n + 1 calls pass at once after a silence; a
  /// small one only makes up for a late wake-up.
  Gcra(double per_second, Nanos tolerance) : tolerance_(tolerance) { set_rate(per_second); }

  /// From the next call on. What has been taken stays taken, a pause goes on.
  void set_rate(double per_second) {
    interval_ = Nanos{static_cast<std::int64_t>(1e9 / per_second)};
  }
  /// Time until a call may pass; zero = now.
  [[nodiscard]] Nanos wait(Nanos now) const {
    return std::max({Nanos{0}, next_ - tolerance_ - now, paused_until_ - now});
  }
  /// Time until a silence has paid back everything that has been taken.
  [[nodiscard]] Nanos owed(Nanos now) const { return std::max(Nanos{0}, next_ - now); }
  /// Takes the place of one call. Only when wait(now) is zero.
  void take(Nanos now) { next_ = std::max(next_, now) + interval_; }
  /// Nothing passes before `until`, and nothing is saved up meanwhile (Retry-After).
  void pause_until(Nanos until) {
    paused_until_ = std::max(paused_until_, until);
    next_ = std::max(next_, until + tolerance_);
  }
  [[nodiscard]] Nanos paused_until() const { return paused_until_; }

 private:
  Nanos interval_{};
  Nanos tolerance_{};
  Nanos next_{0};  ///< Theoretical arrival time of the next call.
  Nanos paused_until_{0};
};

}  // namespace lockstep::rate
