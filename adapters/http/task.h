// Work that may wait for somebody else without holding a thread meanwhile. It runs on a stack of
// its own (Boost.Context); whatever thread is free goes on with it.
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace lockstep::http {

/// One wait of a task, shared by all who may end it.
class Pause {
 public:
  using Time = std::chrono::steady_clock::time_point;
  Pause(Time until, std::function<void()> go_on) : until_(until), go_on_(std::move(go_on)) {}
  /// True for the first one only: he ends it, by go_on().
  bool claim() { return !over_.exchange(true); }
  void go_on() const { go_on_(); }
  [[nodiscard]] Time until() const { return until_; }

 private:
  const Time until_;
  const std::function<void()> go_on_;
  std::atomic<bool> over_{false};
};

/// One thread at a time. May be begun again when it has ended: its stack is kept.
class Task {
 public:
  /// False where the sanitizers are at work, who take another stack for a broken one: there a task
  /// never waits, and current() is null.
  static constexpr bool kMayWait =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
      false;
#else
      true;
#endif

  Task();
  ~Task();  ///< Of one that has ended, or was never begun.
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  /// `work` must not throw, must not hold a lock while it waits, nor keep the address of anything
  /// that belongs to the thread.
  void begin(std::function<void()> work);
  /// Goes on with it on this thread. True: it has ended. False: it waits, or goes on elsewhere by
  /// now. Where it begins to wait, `on_pause` is told first; `go_on` is what must lead to the next
  /// call of this.
  bool resume(const std::function<void()>& go_on,
              const std::function<void(const std::shared_ptr<Pause>&)>& on_pause);

  /// That which runs on this thread; null: none.
  static Task* current();
  /// In a task: leaves the thread, then calls `start`, which may end the wait from any thread by
  /// what it is given. None: nobody has until then.
  template <class T>
  static std::optional<T> wait_for(Pause::Time until,
                                   std::function<void(std::function<void(T)>)> start) {
    const auto out = std::make_shared<std::optional<T>>();
    current()->pause(until, [out, start = std::move(start)](const std::shared_ptr<Pause>& pause) {
      start([out, pause](T value) {
        if (!pause->claim()) return;
        *out = std::move(value);
        pause->go_on();
      });
    });
    return std::move(*out);
  }

 private:
  using Start = std::function<void(const std::shared_ptr<Pause>&)>;
  void pause(Pause::Time until, Start start);

  struct Stack;
  std::unique_ptr<Stack> stack_;
  std::function<void()> work_;
  bool ended_ = true;
  Pause::Time until_;
  Start start_;
};

}  // namespace lockstep::http
