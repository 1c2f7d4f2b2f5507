// How often somebody may ask: one allowance per key (a coach, an address), in bounded memory.
#pragma once
#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "engine/rate/gcra.h"

namespace lockstep::http {

/// `burst` at once, and again as `refill` of them come back in each `per`.
struct Allowance {
  double refill = 0;  ///< 0 = no limit.
  std::int64_t burst = 1;
  std::chrono::seconds per{1};
  [[nodiscard]] double per_second() const { return refill / static_cast<double>(per.count()); }
};

/// Any thread. Of more keys than `max_keys` the one that asked longest ago is forgotten, which only
/// gives it its whole allowance back.
class KeyedLimit {
 public:
  /// `name` is what clients and metrics see.
  KeyedLimit(std::string_view name, Allowance allowance, std::size_t max_keys = 16384)
      : name_(name), allowance_(allowance), max_keys_(max_keys) {}

  struct Verdict {
    bool allowed = true;
    std::int64_t left = 0;        ///< How many more at once.
    std::chrono::seconds wait{};  ///< Until the next one; zero when allowed.
    std::chrono::seconds full{};  ///< Until the whole allowance is there again.
  };
  /// Takes one when it may.
  Verdict take(const std::string& key, rate::Nanos now) { return ask(key, now, true); }
  /// Whether it could take one, which it does not.
  Verdict look(const std::string& key, rate::Nanos now) { return ask(key, now, false); }
  [[nodiscard]] bool is_on() const { return allowance_.refill > 0; }
  [[nodiscard]] std::string_view name() const { return name_; }
  /// The fields `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> headers(
      const Verdict& verdict) const;

 private:
  struct Entry {
    std::string key;
    rate::Gcra taken;
  };
  Verdict ask(const std::string& key, rate::Nanos now, bool takes) LOCKSTEP_EXCLUDES(mutex_);
  rate::Gcra& entry_of(const std::string& key) LOCKSTEP_REQUIRES(mutex_);

  std::string_view name_;
  Allowance allowance_;
  std::size_t max_keys_;
  base::Mutex mutex_;
  /// Who asked last is in front.
  std::list<Entry> entries_ LOCKSTEP_GUARDED_BY(mutex_);
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_
      LOCKSTEP_GUARDED_BY(mutex_);
};

}  // namespace lockstep::http
