// Waiting for the end: SIGINT and SIGTERM as something to wait for, not as interruptions.
#pragma once
#include <functional>

namespace lockstep::cli {

/// Blocks SIGINT and SIGTERM in this thread and all that it starts. Call it before any thread.
void block_stop_signals();

/// Returns when one of them comes or `over()` is true; asks that a few times a second.
void wait_for_stop(const std::function<bool()>& over);

}  // namespace lockstep::cli
