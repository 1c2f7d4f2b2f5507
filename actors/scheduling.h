// On what the actors run: threads, or one thread in virtual time (actors/sim).
#pragma once
#include "actors/environment.h"
#include "actors/messages.h"

namespace lockstep::actors {

class Scheduling {
 public:
  Scheduling() = default;
  Scheduling(const Scheduling&) = delete;
  Scheduling& operator=(const Scheduling&) = delete;
  virtual ~Scheduling() = default;

  virtual void configure(caf::actor_system_config& config) const = 0;
  /// Before the first actor is there. `system` outlives the use of it.
  virtual void begin(caf::actor_system& system) = 0;
  /// Those who block get a thread each.
  [[nodiscard]] virtual bool detaches() const = 0;
  /// `api` and `env` outlive the worker.
  virtual WorkerActor spawn_worker(caf::actor_system& system, const Environment* env,
                                   ports::MetactfApi* api) = 0;
  /// Somebody is about to wait for an answer: where nothing runs by itself, it runs now.
  virtual void before_waiting() = 0;
};

/// The engine's: a pool of threads, and one more for everybody who blocks.
class ThreadScheduling final : public Scheduling {
 public:
  void configure(caf::actor_system_config& config) const override;
  void begin(caf::actor_system& /*system*/) override {}
  [[nodiscard]] bool detaches() const override { return true; }
  WorkerActor spawn_worker(caf::actor_system& system, const Environment* env,
                           ports::MetactfApi* api) override;
  void before_waiting() override {}
};

}  // namespace lockstep::actors
