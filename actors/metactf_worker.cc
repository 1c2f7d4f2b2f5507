#include "actors/metactf_worker.h"

#include <exception>

namespace lockstep::actors {

WorkerActor::behavior_type metactf_worker(WorkerActor::stateful_pointer<WorkerState> self,
                                          const Environment* env) {
  self->state.api = env->make_api();
  return {[self](const Perform& perform) -> GateAnswer {
    try {
      return GateAnswer{process::perform(*self->state.api, perform.call)};
    } catch (const std::exception&) {
      // Whether the vendor has carried it out is unknown; what() might hold what was sent.
      return GateAnswer{ports::VendorError{ports::VendorErrc::timeout, 0,
                                           "The call ended unexpectedly.", std::nullopt}};
    }
  }};
}

}  // namespace lockstep::actors
