// The public keys of whoever signs the tokens: kept, and fetched anew when they are old or when a
// token names a key that is not among them. Where from and when is given, so it needs no network.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "adapters/http/auth/jwt.h"
#include "adapters/http/auth/verify_key.h"
#include "base/mutex.h"
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
  /// when there has never been a set. None when the source says that there are none.
  Result<std::shared_ptr<const VerifyKeys>> keys_for(const JwtHead& head);
  /// The first fetch, before any token comes. A set without keys is an error here (`jwks-empty`);
  /// later it is their withdrawal.
  Result<void> load();
  /// The same without waiting for it; tokens that come meanwhile wait. Once. The destructor waits
  /// for its end.
  void begin_to_load();

 private:
  [[nodiscard]] bool knows(const JwtHead& head) const LOCKSTEP_REQUIRES(mutex_);
  [[nodiscard]] bool is_due(const JwtHead& head) const LOCKSTEP_REQUIRES(mutex_);
  // Whoever begins a fetch, fetches, and has let go of the mutex meanwhile.
  void begin_fetch() LOCKSTEP_REQUIRES(mutex_);
  Result<void> fetch() LOCKSTEP_EXCLUDES(mutex_);

  Fetch fetch_;
  Steady now_;
  Fetched fetched_;
  JwksTimes times_;
  base::Mutex mutex_;
  base::Condition done_;
  bool fetching_ LOCKSTEP_GUARDED_BY(mutex_) = false;
  std::optional<std::chrono::nanoseconds> tried_at_ LOCKSTEP_GUARDED_BY(mutex_);
  std::optional<std::chrono::nanoseconds> fetched_at_ LOCKSTEP_GUARDED_BY(mutex_);
  std::shared_ptr<const VerifyKeys> keys_ LOCKSTEP_GUARDED_BY(mutex_);
  std::jthread loading_;  ///< The last member: it uses the others.
};

}  // namespace lockstep::http
