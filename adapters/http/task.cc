#include "adapters/http/task.h"

#include <boost/context/fiber.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>

namespace lockstep::http {

namespace {

// As much as a request ever needed, several times over (JWKS over TLS is the deepest); what is not
// touched costs no memory, and a guard page ends what would go beyond.
constexpr std::size_t kStackBytes = 512U << 10U;

thread_local Task* t_current = nullptr;

// Never inlined: the address of a thread's variable must not be kept over a change of threads.
[[gnu::noinline]] void set_current(Task* task) {
  t_current = task;
}

}  // namespace

struct Task::Stack {
  boost::context::fiber task;    ///< While it waits.
  boost::context::fiber thread;  ///< While it runs: where to return to.
};

Task::Task() : stack_(std::make_unique<Stack>()) {}

Task::~Task() = default;

[[gnu::noinline]] Task* Task::current() {
  return t_current;
}

void Task::begin(std::function<void()> work) {
  work_ = std::move(work);
  ended_ = false;
  if (stack_->task || !kMayWait) return;
  stack_->task = boost::context::fiber{std::allocator_arg,
                                       boost::context::protected_fixedsize_stack{kStackBytes},
                                       [this](boost::context::fiber&& thread) {
                                         stack_->thread = std::move(thread);
                                         for (;;) {
                                           work_();
                                           ended_ = true;
                                           stack_->thread = std::move(stack_->thread).resume();
                                         }
                                         return boost::context::fiber{};
                                       }};
}

bool Task::resume(const std::function<void()>& go_on,
                  const std::function<void(const std::shared_ptr<Pause>&)>& on_pause) {
  if constexpr (!kMayWait) {
    work_();
    return true;
  }
  set_current(this);
  stack_->task = std::move(stack_->task).resume();
  set_current(nullptr);
  if (ended_) return true;
  // From the call of `start` on this may be running on another thread, or be gone.
  const auto start = std::move(start_);
  const auto pause = std::make_shared<Pause>(until_, go_on);
  on_pause(pause);
  start(pause);
  return false;
}

void Task::pause(Pause::Time until, Start start) {
  until_ = until;
  start_ = std::move(start);
  stack_->thread = std::move(stack_->thread).resume();
}

}  // namespace lockstep::http
