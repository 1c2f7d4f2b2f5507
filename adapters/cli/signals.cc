#include "adapters/cli/signals.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>

#include "adapters/cli/exit_code.h"

namespace lockstep::cli {

namespace {

sigset_t stop_signals() {
  sigset_t set{};
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

void block_stop_signals() {
  const auto set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void wait_for_stop(const std::function<bool()>& over, const std::function<void()>& reload) {
  const auto set = stop_signals();
  const timespec moment{.tv_sec = 0, .tv_nsec = 100'000'000};
  while (!over()) {
    const auto signal = sigtimedwait(&set, nullptr, &moment);
    if (signal == SIGHUP && reload)
      reload();
    else if (signal > 0)
      return;
  }
}

void bound_the_stop() {
  constexpr std::chrono::seconds kStopWithin{20};
  std::thread([kStopWithin] {
    std::this_thread::sleep_for(kStopWithin);
    std::fputs("{\"level\":\"warning\",\"event\":\"stop_timed_out\"}\n", stderr);
    std::_Exit(static_cast<int>(ExitCode::ok));
  }).detach();
}

}  // namespace lockstep::cli
