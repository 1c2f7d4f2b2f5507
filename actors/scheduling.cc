#include "actors/scheduling.h"

#include "actors/metactf_worker.h"

namespace lockstep::actors {

void ThreadScheduling::configure(caf::actor_system_config& config) const {
  // One queue and a condition variable. The default, work stealing, polls: a worker that found
  // nothing for a while sleeps up to 10 ms, and every hop of a command would wait for that.
  config.set("scheduler.policy", caf::atom("sharing"));
  // The default is unlimited: one busy actor would keep its thread to itself (platform notes).
  config.set("scheduler.max-throughput", 100);
}

WorkerActor ThreadScheduling::spawn_worker(caf::actor_system& system, const Environment* env,
                                           ports::MetactfApi* api) {
  return system.spawn<caf::detached>(metactf_worker, env, api);
}

}  // namespace lockstep::actors
