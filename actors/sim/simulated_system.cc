#include "actors/sim/simulated_system.h"

#include <utility>

#include "actors/sim/one_thread.h"

namespace lockstep::actors::sim {

SimulatedSystem::SimulatedSystem(const Environment& env, Chance chance)
    : SimulatedSystem(env, std::make_shared<OneThread>(std::move(chance))) {}

SimulatedSystem::SimulatedSystem(const Environment& env, std::shared_ptr<OneThread> thread)
    : System(env, thread), thread_(std::move(thread)) {}

void SimulatedSystem::post(CommandRequest request) {
  submit(std::move(request), [](const Result<CommandReply>&) {});
}

void SimulatedSystem::run(std::size_t steps) {
  thread_->run(steps);
}

void SimulatedSystem::run_until_idle() {
  thread_->before_waiting();
}

std::optional<std::chrono::nanoseconds> SimulatedSystem::next_timer() {
  const auto& clock = thread_->scheduler().clock();
  if (!clock.has_pending_timeout()) return std::nullopt;
  return clock.schedule().begin()->first - clock.now();
}

void SimulatedSystem::advance(std::chrono::milliseconds by) {
  thread_->scheduler().advance_time(by);
  run_until_idle();
}

}  // namespace lockstep::actors::sim
