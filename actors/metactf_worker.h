// Makes one call to the vendor at a time, and blocks while it does. Never retries.
#pragma once
#include "actors/environment.h"
#include "actors/messages.h"
#include "engine/ports/metactf_api.h"

namespace lockstep::actors {

/// Run it detached. `api` is its own, and outlives it: the System cancels what is under way.
WorkerActor::behavior_type metactf_worker(WorkerActor::pointer self, const Environment* env,
                                          ports::MetactfApi* api);

/// What a worker does with a call.
GateAnswer make_call(const Environment& env, ports::MetactfApi& api, const Perform& what);

}  // namespace lockstep::actors
