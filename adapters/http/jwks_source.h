// The public keys of whoever signs the tokens: kept, and fetched anew when they are old or when a
// token names a key that is not among them. Where from and when is given, so it needs no network.
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/http/jwt.h"
#include "adapters/http/verify_key.h"
#include "events/result.h"

namespace lockstep::http {

struct JwksTimes {
  std::chrono::seconds max_age{600};   ///< Older keys are fetched anew, so a withdrawn one goes.
  std::chrono::seconds cool_down{30};  ///< Never fetched more often, whatever tokens name.
};

/// Any thread. At most one fetch at a time, in the thread of the request that found it due.
class JwksSource {
 public:
  using Fetch = std::function<Result<std::string>()>;
  using Steady = std::function<std::chrono::nanoseconds()>;
  using Fetched = std::function<void(const std::optional<Error>&)>;

  /// `fetched` is told how each fetch ended.
  JwksSource(Fetch fetch, Steady now, Fetched fetched, JwksTimes times = {});

  /// The keys for a token with this head. Old ones while the source is down; Errc::unavailable
  /// when there have never been any.
  Result<std::shared_ptr<const VerifyKeys>> keys_for(const JwtHead& head);
  /// The first fetch, before any token comes.
  Result<void> load();

 private:
  using Lock = std::unique_lock<std::mutex>;
  [[nodiscard]] bool knows(const JwtHead& head) const;
  [[nodiscard]] bool is_due(const JwtHead& head) const;
  Result<void> fetch(Lock& lock);

  Fetch fetch_;
  Steady now_;
  Fetched fetched_;
  JwksTimes times_;
  std::mutex mutex_;
  std::condition_variable done_;
  bool fetching_ = false;
  std::optional<std::chrono::nanoseconds> tried_at_;
  std::optional<std::chrono::nanoseconds> fetched_at_;
  std::shared_ptr<const VerifyKeys> keys_;
};

}  // namespace lockstep::http
