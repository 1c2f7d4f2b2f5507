#include "adapters/http/api/workers.h"

#include <map>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/mutex.h"

namespace lockstep::http {

namespace {

// How exactly time is kept: a timer of the system for each command would cost more than the
// command.
constexpr std::chrono::milliseconds kTick{50};

}  // namespace

struct Workers::Impl {
  explicit Impl(std::size_t threads) : pool(threads), clock([this] { keep_time(); }) {}

  void keep_time();
  std::vector<Task> take_due() LOCKSTEP_REQUIRES(mutex);

  base::Mutex mutex;
  base::Condition stop_keeping_time;
  bool stopped LOCKSTEP_GUARDED_BY(mutex) = false;
  std::uint64_t last LOCKSTEP_GUARDED_BY(mutex) = 0;
  std::map<Timer, Task> waiting LOCKSTEP_GUARDED_BY(mutex);
  boost::asio::thread_pool pool;
  std::thread clock;  // The last: it uses all of the above.
};

std::vector<Workers::Task> Workers::Impl::take_due() {
  std::vector<Task> due;
  const auto now = std::chrono::steady_clock::now();
  while (!waiting.empty() && waiting.begin()->first.first <= now) {
    due.push_back(std::move(waiting.begin()->second));
    waiting.erase(waiting.begin());
  }
  return due;
}

void Workers::Impl::keep_time() {
  base::MutexLock lock{mutex};
  while (!stopped) {
    stop_keeping_time.wait_for(lock, kTick);
    auto due = take_due();
    lock.unlock();
    for (auto& task : due) boost::asio::post(pool, std::move(task));
    lock.lock();
  }
}

Workers::Workers(std::size_t threads) : impl_(std::make_unique<Impl>(threads)) {}

Workers::~Workers() {
  stop();
}

void Workers::post(Task task) {
  boost::asio::post(impl_->pool, std::move(task));
}

Workers::Timer Workers::post_at(Time at, Task task) {
  const base::MutexLock lock{impl_->mutex};
  const Timer timer{at, ++impl_->last};
  if (!impl_->stopped) impl_->waiting.emplace(timer, std::move(task));
  return timer;
}

void Workers::cancel(Timer timer) {
  // Dropped outside of the lock: what it holds may come back here.
  decltype(impl_->waiting)::node_type dropped;
  const base::MutexLock lock{impl_->mutex};
  dropped = impl_->waiting.extract(timer);
}

void Workers::stop() {
  decltype(impl_->waiting) dropped;
  {
    const base::MutexLock lock{impl_->mutex};
    impl_->stopped = true;
    dropped.swap(impl_->waiting);
  }
  impl_->stop_keeping_time.notify_all();
  if (impl_->clock.joinable()) impl_->clock.join();
  impl_->pool.stop();
  impl_->pool.join();
}

}  // namespace lockstep::http
