#include "adapters/http/auth/jwks_source.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "adapters/http/auth/jwk.h"

namespace lockstep::http {

namespace {

const Error kNoKeys{Errc::invalid, "jwks-empty",
                    "The key set has no RS256 or ES256 key in it, so no token can be verified with "
                    "it.",
                    "Look at what the configured JWKS file or address holds."};

Result<VerifyKeys> fetched_keys(const JwksSource::Fetch& fetch) {
  try {
    LOCKSTEP_TRY(const auto text, fetch());
    return parse_jwks(text);
  } catch (const std::exception&) {
    // Others wait for the end of this fetch: it has to have one.
    return Error{Errc::unavailable, "jwks-fetch-failed", "The keys could not be fetched.", ""};
  }
}

}  // namespace

JwksSource::JwksSource(Fetch fetch, Steady now, Fetched fetched, JwksTimes times)
    : fetch_(std::move(fetch)), now_(std::move(now)), fetched_(std::move(fetched)), times_(times) {}

bool JwksSource::knows(const JwtHead& head) const {
  return keys_ &&
         std::ranges::any_of(*keys_, [&](const VerifyKey& key) { return may_verify(key, head); });
}

bool JwksSource::is_due(const JwtHead& head) const {
  const auto now = now_();
  if (tried_at_ && now - *tried_at_ < times_.cool_down) return false;
  return !fetched_at_ || now - *fetched_at_ >= times_.max_age || !knows(head);
}

void JwksSource::begin_fetch() {
  fetching_ = true;
  tried_at_ = now_();
}

Result<void> JwksSource::fetch() {
  auto keys = fetched_keys(fetch_);
  const bool without_keys = keys && keys.value().empty();
  // An answer all the same: whoever publishes no key has withdrawn them all.
  fetched_(without_keys ? std::optional{kNoKeys}
                        : (keys ? std::nullopt : std::optional{keys.error()}));
  const base::MutexLock lock{mutex_};
  fetching_ = false;
  done_.notify_all();
  if (!keys) return keys.error();
  keys_ = std::make_shared<const VerifyKeys>(std::move(keys).value());
  fetched_at_ = tried_at_;
  return boost::outcome_v2::success();
}

Result<std::shared_ptr<const VerifyKeys>> JwksSource::keys_for(const JwtHead& head) {
  base::MutexLock lock{mutex_};
  // Who has a key goes on with it; who has none may find it in what is being fetched.
  if (fetching_ && !knows(head))
    while (fetching_) done_.wait(lock);
  if (!fetching_ && is_due(head)) {
    begin_fetch();
    lock.unlock();
    (void)fetch();  // fetched_ is told.
    lock.lock();
  }
  if (keys_) return keys_;
  return Error{Errc::unavailable, "sign-in-unavailable",
               "The keys that tokens are verified with cannot be fetched at the moment.",
               "Try again in a moment."};
}

Result<void> JwksSource::load() {
  {
    const base::MutexLock lock{mutex_};
    begin_fetch();
  }
  LOCKSTEP_TRY(fetch());
  const base::MutexLock lock{mutex_};
  if (keys_->empty()) return kNoKeys;
  return boost::outcome_v2::success();
}

void JwksSource::begin_to_load() {
  const base::MutexLock lock{mutex_};
  begin_fetch();
  loading_ = std::jthread([this] {
    (void)fetch();  // fetched_ is told.
  });
}

}  // namespace lockstep::http
