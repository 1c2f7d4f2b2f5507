#include "adapters/cli/threads.h"

#include <latch>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace lockstep::cli {

Result<void> expect_threads() {
  // An idle engine on two cores had 92.
  constexpr std::size_t kThreads = 96;
  std::latch over{1};
  std::vector<std::jthread> started;
  started.reserve(kThreads);
  std::size_t count = 0;
  try {
    for (; count < kThreads; ++count) started.emplace_back([&over] { over.wait(); });
  } catch (const std::system_error&) {
    // Told below, when those that were started have ended.
  }
  over.count_down();
  started.clear();
  if (count == kThreads) return boost::outcome_v2::success();
  return Error{
      Errc::unavailable, "threads-too-few",
      "The system lets this process start " + std::to_string(count) + " threads; it needs " +
          std::to_string(kThreads) + ".",
      "Raise the limit of tasks (ulimit -u, TasksMax=, pids.max) or of memory (ulimit -v)."};
}

}  // namespace lockstep::cli
