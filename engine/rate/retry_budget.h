// Repetitions may only be a small part of all calls: a vendor that fails everywhere would else be
// asked three times as often as one that works.
#pragma once
#include <algorithm>

namespace lockstep::rate {

class RetryBudget {
 public:
  /// A call succeeded.
  void deposit() { tokens_ = std::min(kMost, tokens_ + kPerSuccess); }
  /// True when one repetition is paid for.
  bool withdraw() {
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }
  [[nodiscard]] double left() const { return tokens_; }

 private:
  static constexpr double kMost = 20;
  static constexpr double kPerSuccess = 0.2;  ///< One repetition per five successes.
  double tokens_ = 10;
};

}  // namespace lockstep::rate
