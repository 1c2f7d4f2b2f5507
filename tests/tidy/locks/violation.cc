// Not compiled by any target. It touches a member without its mutex: scripts/check-locks.sh fails
// when clang lets it pass, for then clang checks nothing.
#include "base/mutex.h"

namespace lockstep::tidy {

class Counter {
 public:
  void count() {
    const base::MutexLock lock{mutex_};
    ++count_;
  }
  [[nodiscard]] int count_without_the_mutex() const { return count_; }

 private:
  base::Mutex mutex_;
  int count_ LOCKSTEP_GUARDED_BY(mutex_) = 0;
};

}  // namespace lockstep::tidy
