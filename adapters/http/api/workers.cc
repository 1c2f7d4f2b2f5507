#include "adapters/http/api/workers.h"

#include <algorithm>
#include <deque>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "base/processors.h"

namespace lockstep::http {

namespace {

// How exactly time is kept: a timer of the system for each command would cost more than the
// command.
constexpr std::chrono::milliseconds kTick{50};

}  // namespace

struct Workers::Impl {
  struct Posted {
    Task task;
    Time at;
  };

  explicit Impl(std::size_t threads_in_all);

  void post(Task task) LOCKSTEP_EXCLUDES(mutex);
  void begin_to_wait() LOCKSTEP_EXCLUDES(mutex);
  void end_waiting() LOCKSTEP_EXCLUDES(mutex);
  void run() LOCKSTEP_EXCLUDES(mutex);
  void keep_time() LOCKSTEP_EXCLUDES(mutex);
  void adjust_to_waiting() LOCKSTEP_REQUIRES(mutex);
  void post_due() LOCKSTEP_REQUIRES(mutex);
  void wake_one_if_wanted() LOCKSTEP_REQUIRES(mutex);
  void stop() LOCKSTEP_EXCLUDES(mutex);

  const std::size_t count;
  static thread_local Impl* own;  ///< Whose worker this thread is, if it is one.

  base::Mutex mutex;
  base::Condition wanted;  ///< To who has nothing to do: there is something, or it is over.
  base::Condition stop_keeping_time;
  bool stopped LOCKSTEP_GUARDED_BY(mutex) = false;
  std::deque<Posted> tasks LOCKSTEP_GUARDED_BY(mutex);
  std::size_t running LOCKSTEP_GUARDED_BY(mutex) = 0;  ///< Threads that do not wait.
  std::size_t most_running LOCKSTEP_GUARDED_BY(mutex) = base::processors();
  std::uint64_t last_timer LOCKSTEP_GUARDED_BY(mutex) = 0;
  std::map<Timer, Task> timers LOCKSTEP_GUARDED_BY(mutex);
  std::vector<std::thread> threads;
  std::thread clock;  // The last: it uses all of the above.
};

thread_local Workers::Impl* Workers::Impl::own = nullptr;

Workers::Impl::Impl(std::size_t threads_in_all)
    : count(threads_in_all), clock([this] { keep_time(); }) {
  for (std::size_t i = 0; i < count; ++i) threads.emplace_back([this] { run(); });
}

void Workers::Impl::wake_one_if_wanted() {
  if (!tasks.empty() && running < most_running) wanted.notify_one();
}

void Workers::Impl::post(Task task) {
  const base::MutexLock lock{mutex};
  if (stopped) return;
  tasks.push_back({std::move(task), Time::clock::now()});
  wake_one_if_wanted();
}

void Workers::Impl::begin_to_wait() {
  const base::MutexLock lock{mutex};
  --running;
  wake_one_if_wanted();
}

// There may be one too many now: whoever ends a task next sees it.
void Workers::Impl::end_waiting() {
  const base::MutexLock lock{mutex};
  ++running;
}

void Workers::Impl::run() {
  own = this;
  base::MutexLock lock{mutex};
  while (!stopped) {
    if (tasks.empty() || running >= most_running) {
      wanted.wait(lock);
      continue;
    }
    ++running;
    auto task = std::move(tasks.front().task);
    tasks.pop_front();
    lock.unlock();
    task();
    task = nullptr;  // What it holds may come back here.
    lock.lock();
    --running;
  }
}

// A task that nobody began for a whole tick: those who run are stuck or slow, perhaps with a disk,
// and more of them may help.
void Workers::Impl::adjust_to_waiting() {
  const bool late = !tasks.empty() && std::chrono::steady_clock::now() - tasks.front().at >= kTick;
  most_running =
      late ? std::min(most_running * 2, count) : std::max(most_running / 2, base::processors());
  if (late) wanted.notify_all();
}

void Workers::Impl::post_due() {
  const auto now = std::chrono::steady_clock::now();
  while (!timers.empty() && timers.begin()->first.first <= now) {
    tasks.push_back({std::move(timers.begin()->second), now});
    timers.erase(timers.begin());
    wake_one_if_wanted();
  }
}

void Workers::Impl::keep_time() {
  base::MutexLock lock{mutex};
  while (!stopped) {
    stop_keeping_time.wait_for(lock, kTick);
    if (stopped) return;
    post_due();
    adjust_to_waiting();
  }
}

void Workers::Impl::stop() {
  // Dropped outside of the lock: what they hold may come back here.
  std::deque<Posted> dropped;
  decltype(timers) dropped_timers;
  {
    const base::MutexLock lock{mutex};
    stopped = true;
    dropped.swap(tasks);
    dropped_timers.swap(timers);
  }
  stop_keeping_time.notify_all();
  wanted.notify_all();
  if (clock.joinable()) clock.join();
  for (auto& thread : threads)
    if (thread.joinable()) thread.join();
}

Workers::Waiting::Waiting() {
  if (Impl::own != nullptr) Impl::own->begin_to_wait();
}

Workers::Waiting::~Waiting() {
  if (Impl::own != nullptr) Impl::own->end_waiting();
}

Workers::Workers(std::size_t threads) : impl_(std::make_unique<Impl>(threads)) {}

Workers::~Workers() {
  stop();
}

void Workers::post(Task task) {
  impl_->post(std::move(task));
}

Workers::Timer Workers::post_at(Time at, Task task) {
  const base::MutexLock lock{impl_->mutex};
  const Timer timer{at, ++impl_->last_timer};
  if (!impl_->stopped) impl_->timers.emplace(timer, std::move(task));
  return timer;
}

void Workers::cancel(Timer timer) {
  // Dropped outside of the lock: what it holds may come back here.
  decltype(impl_->timers)::node_type dropped;
  const base::MutexLock lock{impl_->mutex};
  dropped = impl_->timers.extract(timer);
}

void Workers::stop() {
  impl_->stop();
}

}  // namespace lockstep::http
