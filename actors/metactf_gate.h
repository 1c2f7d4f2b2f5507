// The one gate to the vendor: every call passes here, retries included. Rate by GCRA, bounded
// concurrency, five lanes in order of importance, Retry-After for everybody. It repeats reads that
// failed in passing and whatever provably was not carried out; a write of unknown outcome goes back
// to its operation, which looks before it repeats.
#pragma once
#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <random>
#include <vector>

#include "actors/environment.h"
#include "actors/messages.h"
#include "engine/rate/gcra.h"

namespace lockstep::actors {

struct GateState {
  const char* name = "metactf_gate";
  struct Waiting {
    GateCall call;
    caf::typed_response_promise<GateAnswer> promise;
    int attempts = 0;
    caf::actor_clock::time_point queued_at;
  };
  rate::Gcra rate{1, 1};
  std::array<std::deque<Waiting>, kLanes> lanes;
  std::multimap<caf::actor_clock::time_point, Waiting> backing_off;
  std::vector<WorkerActor> idle;
  std::size_t in_flight = 0;
  caf::actor_clock::time_point next_wake{};  ///< One tick is on its way, never more.
  std::minstd_rand jitter;                   ///< Only spreads retries: need not be unpredictable.
};

GateActor::behavior_type metactf_gate(GateActor::stateful_pointer<GateState> self,
                                      const Environment* env, std::vector<WorkerActor> workers);

}  // namespace lockstep::actors
