// Threads for what reads files or waits, and the clock of what waits without holding one.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace lockstep::http {

/// As many run at a time as there are processors: to wake a thread for each of many short tasks
/// costs more than the tasks. Who waits says so (Waiting), and another one runs meanwhile; a task
/// that is stuck without having said so, on a slow disk say, is noticed within a tenth of a second.
/// Any thread, its own too, but for stop() and the destructor.
class Workers {
 public:
  using Task = std::function<void()>;  ///< Must not throw.
  using Time = std::chrono::steady_clock::time_point;
  using Timer = std::pair<Time, std::uint64_t>;  ///< When, and which of those of that time.

  /// `threads`: so many tasks may be under way, waiting ones included.
  explicit Workers(std::size_t threads);
  ~Workers();  ///< Stops.
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// While it lives, this thread waits for others. Of no effect in threads that are no workers.
  class [[nodiscard]] Waiting {
   public:
    Waiting();
    ~Waiting();
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
  };

  /// Has the task run. After the stop: drops it.
  void post(Task task);
  /// Has the task run at this time, at most a tenth of a second later, unless it is cancelled.
  Timer post_at(Time at, Task task);
  /// The task is dropped, unless it has been posted already.
  void cancel(Timer timer);
  /// Waits for the tasks under way; the others are dropped. May be called twice.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::http
