#include "actors/scheduling.h"

#include "actors/metactf_worker.h"
#include "base/processors.h"

namespace lockstep::actors {

void ThreadScheduling::configure(caf::actor_system_config& config) const {
  // One queue and a condition variable. The default, work stealing, polls: a worker that found
  // nothing for a while sleeps up to 10 ms, and every hop of a command would wait for that.
  config.set("scheduler.policy", caf::atom("sharing"));
  // No more than there are processors, where the default is at least four: nothing that runs on
  // them waits, and each one more is woken for work that another would have come to.
  config.set("scheduler.max-threads", base::processors());
  // The default is unlimited: one busy actor would keep its thread to itself (platform notes).
  config.set("scheduler.max-throughput", 100);
}

WorkerActor ThreadScheduling::spawn_worker(caf::actor_system& system, const Environment* env,
                                           ports::MetactfApi* api) {
  return system.spawn<caf::detached>(metactf_worker, env, api);
}

}  // namespace lockstep::actors
