#include "actors/sim/one_thread.h"

#include <limits>
#include <utility>

#include "actors/metactf_worker.h"

namespace lockstep::actors::sim {

namespace {

using TravellingWorker =
    caf::typed_actor<caf::replies_to<Perform>::with<GateAnswer>, caf::reacts_to<Tick>>;

/// A call on its way, or its answer.
struct UnderWay {
  Perform what;
  caf::typed_response_promise<GateAnswer> promise;
  std::optional<GateAnswer> answer;
};
struct TravelState {
  const char* name = "travelling_worker";
  std::optional<UnderWay> under_way;
};

TravellingWorker::behavior_type travelling_worker(
    TravellingWorker::stateful_pointer<TravelState> self, const Environment* env,
    ports::MetactfApi* api, std::function<std::chrono::milliseconds()> travel_time) {
  return {[self, travel_time](const Perform& what) -> caf::result<GateAnswer> {
            auto promise = self->make_response_promise<GateAnswer>();
            self->state.under_way = {what, promise, std::nullopt};
            self->delayed_send(self, travel_time(), Tick{});
            return promise;
          },
          [self, env, api, travel_time](const Tick&) {
            auto& way = *self->state.under_way;
            if (way.answer) {
              way.promise.deliver(*way.answer);
            } else {
              way.answer = make_call(*env, *api, way.what);
              self->delayed_send(self, travel_time(), Tick{});
            }
          }};
}

}  // namespace

void OneThread::configure(caf::actor_system_config& config) const {
  config.set("scheduler.policy", caf::atom("testing"));
  config.set("scheduler.max-throughput", 100);
}

void OneThread::begin(caf::actor_system& system) {
  scheduler_ = &dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
}

WorkerActor OneThread::spawn_worker(caf::actor_system& system, const Environment* env,
                                    ports::MetactfApi* api) {
  if (!chance_.travel_time) return system.spawn(metactf_worker, env, api);
  return system.spawn(travelling_worker, env, api, chance_.travel_time);
}

void OneThread::run(std::size_t steps) {
  auto& jobs = scheduler_->jobs;
  for (; steps > 0 && !jobs.empty(); --steps) {
    if (chance_.next_to_run) std::swap(jobs.front(), jobs[chance_.next_to_run(jobs.size())]);
    scheduler_->run_once();
  }
}

void OneThread::before_waiting() {
  run(std::numeric_limits<std::size_t>::max());
}

}  // namespace lockstep::actors::sim
