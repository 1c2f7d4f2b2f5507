// See address.h.
#include "adapters/metactf/address.h"

namespace lockstep::metactf {

Address::Address() : Address([] { return std::chrono::steady_clock::now().time_since_epoch(); }) {}

bool Address::may_send(const AskIndex& ask) {
  const base::MutexLock lock{mutex_};
  return !doubted_ || check(ask);
}

bool Address::is_proven(bool anew, const AskIndex& ask) {
  const base::MutexLock lock{mutex_};
  const bool holds = proven_ && (!anew || now_() - proven_at_ < kFresh);
  return holds || check(ask);
}

void Address::doubt() {
  const base::MutexLock lock{mutex_};
  proven_ = false;
  doubted_ = true;
}

bool Address::check(const AskIndex& ask) {
  if (refuted_at_ && now_() - *refuted_at_ < kPatience) return false;
  proven_ = ask();
  doubted_ = !proven_;
  // The time after the answer: a slow one must not eat up the patience.
  proven_at_ = now_();
  refuted_at_ = proven_ ? std::nullopt : std::optional(proven_at_);
  return proven_;
}

}  // namespace lockstep::metactf
