#include "adapters/http/connection_pool.h"

#include <utility>

namespace lockstep::http {

namespace {

thread_local bool t_refusing = false;

}  // namespace

ConnectionPool::ConnectionPool(std::size_t threads, std::size_t max_open,
                               std::function<void(std::size_t)> changed)
    : max_open_(max_open), changed_(std::move(changed)) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

ConnectionPool::~ConnectionPool() {
  shutdown();
}

bool ConnectionPool::refusing() {
  return t_refusing;
}

void ConnectionPool::enqueue(std::function<void()> task) {
  {
    const std::lock_guard lock{mutex_};
    if (open_ < max_open_) {
      tasks_.push_back(std::move(task));
      waiting_ = tasks_.size();
      changed_(++open_);
      more_.notify_one();
      return;
    }
  }
  t_refusing = true;
  task();
  t_refusing = false;
}

void ConnectionPool::shutdown() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  more_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

void ConnectionPool::work() {
  std::unique_lock lock{mutex_};
  for (;;) {
    more_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    waiting_ = tasks_.size();
    lock.unlock();
    task();
    task = nullptr;
    lock.lock();
    changed_(--open_);
  }
}

}  // namespace lockstep::http
