// Folds the log into one sink, from the sink's own checkpoint: rows and checkpoint commit together.
// A sink that is down is tried again; the engine never waits for it.
#pragma once
#include <atomic>
#include <chrono>
#include <optional>

#include "actors/environment.h"
#include "actors/messages.h"

namespace lockstep::actors {

/// Shared with the health report. Any thread.
struct SinkStatus {
  std::atomic<bool> ok{true};
  std::atomic<std::uint64_t> position{0};
};

struct ProjectionRunnerState {
  const char* name = "projection_runner";
  std::optional<ports::Checkpoint> checkpoint;  ///< None: to be asked from the sink.
  std::chrono::milliseconds backoff{0};
  bool waiting = false;  ///< A tick is on its way.
};

/// Handles Committed and Tick. Run it detached: it blocks in the sink.
caf::behavior projection_runner(caf::stateful_actor<ProjectionRunnerState>* self,
                                const Environment* env, ports::ReadModelSink* sink,
                                SinkStatus* status);

}  // namespace lockstep::actors
