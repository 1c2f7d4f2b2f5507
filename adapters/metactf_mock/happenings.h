// What happens at the mock, as it happens: one entry per request of the vendor's routes and per
// change of what the mock is. Ids only: no names, no bodies, no secrets.
#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/mutex.h"

namespace lockstep::metactf_mock {

struct Happening {
  std::uint64_t id{};     ///< Counts up from 1 while the process lives.
  std::string_view type;  ///< `request`, `user_created`, …; a literal.
  std::string data;       ///< JSON, one line.
};

/// Any thread. Keeps the newest 10,000.
class Happenings {
 public:
  void add(std::string_view type, const boost::json::object& data);
  [[nodiscard]] std::uint64_t newest() const;

  struct Part {
    std::vector<Happening> items;  ///< Oldest first, at most 256.
    std::uint64_t missed = 0;      ///< So many between `after` and the first are forgotten.
    bool ended = false;            ///< Nothing more comes, ever.
  };
  /// Those after `after`; when there are none yet, waits for some, at most `wait`, or until end().
  Part take(std::uint64_t after, std::chrono::milliseconds wait);
  /// Nobody waits any more.
  void end();

 private:
  mutable base::Mutex mutex_;
  base::Condition changed_;
  std::deque<Happening> kept_ LOCKSTEP_GUARDED_BY(mutex_);
  std::uint64_t newest_ LOCKSTEP_GUARDED_BY(mutex_) = 0;
  bool ended_ LOCKSTEP_GUARDED_BY(mutex_) = false;
};

}  // namespace lockstep::metactf_mock
