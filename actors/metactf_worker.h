// Makes one call to the vendor at a time, and blocks while it does. Never retries.
#pragma once
#include <optional>

#include "actors/environment.h"
#include "actors/messages.h"
#include "engine/ports/metactf_api.h"

namespace lockstep::actors {

struct WorkerState {
  const char* name = "metactf_worker";
  /// A call that travels (Settings::travel_time); never in production.
  struct UnderWay {
    process::VendorCall call;
    caf::typed_response_promise<GateAnswer> promise;
    std::optional<GateAnswer> answer;  ///< On its way back.
  };
  std::optional<UnderWay> under_way;
};

/// Run it detached. `api` is its own, and outlives it: the System cancels what is under way.
WorkerActor::behavior_type metactf_worker(WorkerActor::stateful_pointer<WorkerState> self,
                                          const Environment* env, ports::MetactfApi* api);

}  // namespace lockstep::actors
