#include "adapters/http/wire/stream_threads.h"

#include <system_error>
#include <utility>

namespace lockstep::http {

bool StreamThreads::run(std::function<void()> task) {
  const base::MutexLock lock{mutex_};
  forget_ended();
  auto& entry = entries_.emplace_back();
  try {
    entry.thread = std::thread([&done = entry.done, task = std::move(task)]() mutable {
      task();
      task = nullptr;
      done = true;
    });
  } catch (const std::system_error&) {
    entries_.pop_back();
    return false;
  }
  return true;
}

void StreamThreads::forget_ended() {
  for (auto it = entries_.begin(); it != entries_.end();) {
    if (!it->done) {
      ++it;
      continue;
    }
    it->thread.join();  // It has nothing left to do.
    it = entries_.erase(it);
  }
}

void StreamThreads::join() {
  const base::MutexLock lock{mutex_};
  for (auto& entry : entries_) entry.thread.join();
  entries_.clear();
}

}  // namespace lockstep::http
