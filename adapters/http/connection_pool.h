// The threads that serve connections, and the limit on how many may be open.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include <httplib.h>

namespace lockstep::http {

/// httplib's seam for threads: it gives each accepted connection as a task.
class ConnectionPool final : public httplib::TaskQueue {
 public:
  ConnectionPool(std::size_t threads, std::size_t max_open,
                 std::function<void(std::size_t)> changed);
  ~ConnectionPool() override;

  /// Over the limit the task runs at once in the accepting thread with refusing() true: only the
  /// task has the socket, so only it can close it.
  void enqueue(std::function<void()> task) override;
  /// Finishes every task, then returns.
  void shutdown() override;

  /// Whether the task that is running in this thread must refuse its connection.
  static bool refusing();
  /// Connections that wait for a thread.
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  void work();

  std::size_t max_open_;
  std::function<void(std::size_t)> changed_;
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::function<void()>> tasks_;
  std::atomic<std::size_t> waiting_{0};
  std::size_t open_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace lockstep::http
