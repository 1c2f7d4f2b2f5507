// Threads for answers that go on, one each, so that they take none of those that serve requests.
#pragma once
#include <atomic>
#include <functional>
#include <list>
#include <thread>

#include "base/mutex.h"

namespace lockstep::http {

/// Any thread. How many there may be is for the caller to limit.
class StreamThreads {
 public:
  StreamThreads() = default;
  StreamThreads(const StreamThreads&) = delete;
  StreamThreads& operator=(const StreamThreads&) = delete;
  ~StreamThreads() { join(); }

  /// False when there are no threads to be had: `task` was not run then.
  bool run(std::function<void()> task);
  /// Waits until all have ended. Nothing may be run from here on.
  void join();

 private:
  struct Entry {
    std::thread thread;
    std::atomic<bool> done{false};
  };
  void forget_ended() LOCKSTEP_REQUIRES(mutex_);

  base::Mutex mutex_;
  std::list<Entry> entries_ LOCKSTEP_GUARDED_BY(mutex_);
};

}  // namespace lockstep::http
