// Whether the configured address is the vendor's: GET / says so, which no other route's answer can.
// A 404 of FastAPI at a wrong base path is valid JSON of the contract.
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include "base/mutex.h"

namespace lockstep::metactf {

/// What is known about the address, for all clients of one process together. Any thread: while one
/// asks GET /, the others wait for what it says.
class Address {
 public:
  using Nanos = std::chrono::nanoseconds;
  /// A time that never goes back.
  using Now = std::function<Nanos()>;
  /// Asks GET /: true when it has answered 2xx with JSON.
  using AskIndex = std::function<bool()>;

  /// So long GET / is not asked again after it has not answered as the vendor does, ...
  static constexpr Nanos kPatience = std::chrono::seconds{10};
  /// ... and so long a right answer holds where it is to be asked again.
  static constexpr Nanos kFresh = std::chrono::seconds{1};

  Address();  ///< By the machine's steady clock.
  explicit Address(Now now) : now_(std::move(now)) {}

  /// Before a call: false when nothing may be sent, because somebody else than the vendor has
  /// answered last and GET / does not answer rightly (yet).
  bool may_send(const AskIndex& ask);
  /// After a 404: whether it may be the vendor's. `anew`: an earlier proof is not enough.
  bool is_proven(bool anew, const AskIndex& ask);
  /// Somebody else has answered: GET / has to say that the vendor is there before more is sent.
  void doubt();

 private:
  bool check(const AskIndex& ask) LOCKSTEP_REQUIRES(mutex_);

  base::Mutex mutex_;
  const Now now_;
  bool proven_ LOCKSTEP_GUARDED_BY(mutex_) = false;
  bool doubted_ LOCKSTEP_GUARDED_BY(mutex_) = false;
  Nanos proven_at_ LOCKSTEP_GUARDED_BY(mutex_){0};
  std::optional<Nanos> refuted_at_ LOCKSTEP_GUARDED_BY(mutex_);
};

}  // namespace lockstep::metactf
