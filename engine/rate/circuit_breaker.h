// Stops calling a vendor that does not work: after some failures in a row nothing passes for a
// while, then one call at a time until it is certain that answers come again. One thing that always
// fails (a 500 for one competitor) is no outage: it takes two, or no answer at all.
#pragma once
#include <algorithm>
#include <cstdint>

#include <boost/describe.hpp>

#include "engine/rate/gcra.h"

namespace lockstep::rate {

enum class BreakerState : std::uint8_t { closed, open, half_open };
BOOST_DESCRIBE_ENUM(BreakerState, closed, open, half_open)

class CircuitBreaker {
 public:
  static constexpr int kFailuresToOpen = 5;
  static constexpr int kSuccessesToClose = 2;
  static constexpr Nanos kShortest = std::chrono::seconds{10};
  static constexpr Nanos kLongest = std::chrono::seconds{30};

  [[nodiscard]] BreakerState state() const { return state_; }
  /// Zero: a call may pass now. Only a later answer changes "not now" while a probe is under way.
  [[nodiscard]] Nanos wait(Nanos now) const {
    return state_ == BreakerState::open ? std::max(Nanos{0}, reopens_at_ - now) : Nanos{0};
  }
  [[nodiscard]] bool probing() const { return state_ == BreakerState::half_open && probe_out_; }

  /// A call goes out. Only when wait(now) is zero and no probe is under way.
  void sent() {
    if (state_ == BreakerState::open) {
      state_ = BreakerState::half_open;
      successes_ = 0;
    }
    probe_out_ = state_ == BreakerState::half_open;
  }
  /// The vendor answered, whatever it said. True when this closed the breaker.
  bool answered() {
    failures_ = 0;
    everywhere_ = false;
    if (state_ != BreakerState::half_open) return false;
    probe_out_ = false;
    if (++successes_ < kSuccessesToClose) return false;
    state_ = BreakerState::closed;
    pause_ = kShortest;
    return true;
  }
  /// No answer, 5xx, somebody else's answer, or our token refused. `subject`: what the call was
  /// about, as any number; `everywhere`: the failure cannot be of that subject alone. `jitter` from
  /// 0 to 1 lengthens the pause by up to a fifth. So many in a row are enough. True when this
  /// opened the breaker.
  bool failed(Nanos now, std::uint64_t subject, bool everywhere, double jitter,
              int enough = kFailuresToOpen) {
    if (state_ == BreakerState::open) return false;  // Was under way when it opened.
    if (state_ == BreakerState::closed && !add_to_streak(subject, everywhere, enough)) return false;
    if (state_ == BreakerState::half_open) pause_ = std::min(kLongest, pause_ * 2);
    state_ = BreakerState::open;
    probe_out_ = false;
    failures_ = 0;
    everywhere_ = false;
    const auto extra = jitter * 0.2 * static_cast<double>(pause_.count());
    reopens_at_ = now + pause_ + Nanos{static_cast<std::int64_t>(extra)};
    return true;
  }
  /// The probe was neither answered nor refused for good (429, not made): another one may follow.
  void probe_undecided() { probe_out_ = false; }

 private:
  bool add_to_streak(std::uint64_t subject, bool everywhere, int enough) {
    everywhere_ = everywhere_ || everywhere || (failures_ > 0 && subject != last_subject_);
    last_subject_ = subject;
    return ++failures_ >= enough && everywhere_;
  }

  BreakerState state_ = BreakerState::closed;
  int failures_ = 0;  ///< In a row.
  std::uint64_t last_subject_ = 0;
  bool everywhere_ = false;  ///< Those failures are not of one subject alone.
  int successes_ = 0;
  bool probe_out_ = false;
  Nanos pause_ = kShortest;
  Nanos reopens_at_{0};
};

}  // namespace lockstep::rate
