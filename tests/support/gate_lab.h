// A gate and a vendor with a hidden limit, in virtual time: an event loop around rate::Gate that
// makes every call take some time and says how each went. What happens is decided by the seed.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "engine/rate/gate.h"

namespace lockstep::testing_support {

using rate::Nanos;

/// A token bucket as vendors have them: `burst` seconds' worth may come at once.
class MeteredVendor {
 public:
  double per_second = 10;
  double burst_seconds = 1;
  std::optional<Nanos> retry_after = std::chrono::seconds{1};  ///< None: 429 without a header.
  bool away = false;                                           ///< No answers at all.
  bool away_silently = false;                                  ///< Of those: only after kTimeout.
  static constexpr Nanos kTimeout = std::chrono::seconds{15};

  /// A call arrives. True: let through.
  bool admit(Nanos now);

 private:
  double tokens_ = 1e9;
  Nanos filled_at_{0};
};

class GateLab {
 public:
  struct Sent {
    Nanos at{};
    Nanos queued_at{};
    rate::Lane lane{};
    std::string tenant;
    bool refused = false;  ///< 429
  };

  GateLab(const rate::GateLimits& limits, std::uint64_t seed);

  MeteredVendor vendor;
  Nanos latency = std::chrono::milliseconds{50};  ///< Of an answer, give or take half.
  /// Asked before every step: puts calls in with submit().
  std::function<void(GateLab&)> demand = [](GateLab&) {};

  void submit(rate::Lane lane, const std::string& tenant = "");
  /// Keeps at least `count` calls waiting in a lane.
  void keep_waiting(rate::Lane lane, const std::string& tenant, std::size_t count);
  void run_for(Nanos time);

  [[nodiscard]] Nanos now() const { return now_; }
  [[nodiscard]] const std::vector<Sent>& sent() const { return sent_; }
  /// Calls let through and refused in [from, to).
  struct Tally {
    std::int64_t passed = 0;
    std::int64_t refused = 0;
  };
  [[nodiscard]] Tally tally(Nanos from, Nanos to) const;
  /// True when some call left before a Retry-After that had been heard by then was over.
  [[nodiscard]] bool undershot() const { return undershot_; }
  rate::Gate& gate() { return gate_; }

 private:
  struct Ending {
    rate::Ticket ticket;
    rate::CallResult result;
    std::size_t sent_index;
  };
  void dispatch();
  void finish(Ending ending);
  void send(rate::Ticket ticket);
  rate::CallResult answer_of_vendor(Nanos& takes);

  rate::Gate gate_;
  std::mt19937_64 dice_;
  Nanos now_{0};
  Nanos nobody_before_{0};
  bool undershot_ = false;
  std::uint64_t next_id_ = 0;
  std::map<std::pair<int, std::string>, std::size_t> waiting_;
  std::multimap<Nanos, Ending> under_way_;
  std::vector<Sent> sent_;
};

}  // namespace lockstep::testing_support
