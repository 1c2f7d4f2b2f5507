// Makes one call to the vendor at a time, and blocks while it does. Never retries.
#pragma once
#include <memory>

#include "actors/environment.h"
#include "actors/messages.h"

namespace lockstep::actors {

struct WorkerState {
  const char* name = "metactf_worker";
  std::unique_ptr<ports::MetactfApi> api;
};

/// Run it detached.
WorkerActor::behavior_type metactf_worker(WorkerActor::stateful_pointer<WorkerState> self,
                                          const Environment* env);

}  // namespace lockstep::actors
