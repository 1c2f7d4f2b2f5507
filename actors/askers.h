// How threads that are no actors ask actors: as blocking actors from a pool, because making one for
// every question costs more than the question.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <caf/all.hpp>

namespace lockstep::actors {

/// Any thread. To be destroyed before `system`.
class Askers {
 public:
  /// `drain` runs what virtual time leaves to be run; it is called between question and answer.
  Askers(caf::actor_system& system, std::function<void()> drain)
      : system_(system), drain_(std::move(drain)) {}

  /// Blocks until `on_answer` was called or `whom` has ended without an answer; false when neither
  /// happened within `at_most`.
  template <class Handle, class Message, class OnAnswer>
  bool ask(const Handle& whom, std::chrono::milliseconds at_most, Message message,
           OnAnswer on_answer) {
    auto asker = take();
    auto* self = asker->ptr();
    // Not with the request's own timeout: the clock's thread would wake up for every question.
    const auto pending = self->request(whom, caf::infinite, std::move(message));
    drain_();
    bool in_time = true;
    caf::blocking_actor::accept_one_cond once;
    self->varargs_receive(
        once, pending.id(), std::move(on_answer), [](const caf::error&) {},
        caf::after(at_most) >> [&] { in_time = false; });
    // What comes late must not wait in the mailbox of somebody who asks again.
    if (in_time) give_back(std::move(asker));
    return in_time;
  }

 private:
  using Asker = std::unique_ptr<caf::scoped_actor>;

  Asker take() {
    {
      const std::lock_guard lock{mutex_};
      if (!idle_.empty()) {
        auto out = std::move(idle_.back());
        idle_.pop_back();
        return out;
      }
    }
    return std::make_unique<caf::scoped_actor>(system_);
  }
  void give_back(Asker asker) {
    const std::lock_guard lock{mutex_};
    idle_.push_back(std::move(asker));
  }

  caf::actor_system& system_;
  std::function<void()> drain_;
  std::mutex mutex_;
  std::vector<Asker> idle_;  ///< At most as many as threads have asked at once.
};

}  // namespace lockstep::actors
