// CAF's deterministic scheduler as a Scheduling: nobody has a thread, and calls to the vendor may
// be on their way for a time.
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>

#include <caf/scheduler/test_coordinator.hpp>

#include "actors/scheduling.h"
#include "actors/sim/simulated_system.h"

namespace lockstep::actors::sim {

class OneThread final : public Scheduling {
 public:
  explicit OneThread(Chance chance) : chance_(std::move(chance)) {}

  void configure(caf::actor_system_config& config) const override;
  void begin(caf::actor_system& system) override;
  [[nodiscard]] bool detaches() const override { return false; }
  WorkerActor spawn_worker(caf::actor_system& system, const Environment* env,
                           ports::MetactfApi* api) override;
  void before_waiting() override;

  void run(std::size_t steps);
  caf::scheduler::test_coordinator& scheduler() { return *scheduler_; }

 private:
  Chance chance_;
  caf::scheduler::test_coordinator* scheduler_ = nullptr;
};

}  // namespace lockstep::actors::sim
