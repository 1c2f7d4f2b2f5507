// How many calls may be under way: additive increase while calls wait for a place and answers come,
// multiplicative decrease when the vendor shows that it is overloaded.
#pragma once
#include <algorithm>
#include <cstddef>

#include "engine/rate/gcra.h"

namespace lockstep::rate {

class ConcurrencyLimit {
 public:
  explicit ConcurrencyLimit(std::size_t max)
      : max_(static_cast<double>(max)), limit_(std::min(kStart, max_)) {}

  [[nodiscard]] std::size_t limit() const { return static_cast<std::size_t>(limit_); }

  /// A whole round of answers while calls wait for a place earns one place more.
  void answered(bool short_of_places) {
    if (short_of_places) limit_ = std::min(max_, limit_ + 1 / limit_);
  }
  /// No answer, or 5xx, to a call sent at `sent`. Calls that were under way together count once.
  void overloaded(Nanos now, Nanos sent) {
    if (sent < lowered_at_) return;
    lowered_at_ = now;
    limit_ = std::max(least(), limit_ / 2);
  }
  void restart() { limit_ = least(); }
  void set_max(std::size_t max) {
    max_ = static_cast<double>(max);
    limit_ = std::min(limit_, max_);
  }

 private:
  static constexpr double kStart = 4;
  /// Two, so that one call that hangs does not keep everybody from the vendor.
  [[nodiscard]] double least() const { return std::min(2.0, max_); }
  double max_;
  double limit_;
  Nanos lowered_at_{0};
};

}  // namespace lockstep::rate
