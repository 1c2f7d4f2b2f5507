#include "adapters/cli/signals.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <thread>

#include "adapters/cli/exit_code.h"
#include "base/last_words.h"

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

// Not positive: none came.
int signal_within(std::chrono::milliseconds time) {
  const auto set = stop_signals();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const timespec at_most{.tv_sec = seconds.count(),
                         .tv_nsec = std::chrono::nanoseconds{time - seconds}.count()};
  return sigtimedwait(&set, nullptr, &at_most);
}

}  // namespace

void take_over_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  const auto set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

bool stop_comes_within(std::chrono::milliseconds time) {
  return signal_within(time) > 0;
}

void wait_for_stop(const std::function<bool()>& over, const std::function<void()>& reload) {
  constexpr std::chrono::milliseconds kMoment{100};
  while (!over()) {
    const auto signal = signal_within(kMoment);
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
    base::say_if_somebody_reads("{\"level\":\"warning\",\"event\":\"stop_timed_out\"}\n");
    std::_Exit(static_cast<int>(ExitCode::ok));
  }).detach();
}

}  // namespace lockstep::cli
