// The System in one thread and virtual time: nothing happens unless it is told to, and what happens
// is decided by the caller alone. For simulation; no engine is built with it.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "actors/system.h"

namespace lockstep::actors::sim {

struct Chance {
  /// Which of so many actors runs next. None: they take turns.
  std::function<std::size_t(std::size_t)> next_to_run{};
  /// How long a call to the vendor, or its answer, is on its way. None: no time at all.
  std::function<std::chrono::milliseconds()> travel_time{};
};

class OneThread;

class SimulatedSystem final : public System {
 public:
  explicit SimulatedSystem(const Environment& env, Chance chance = {});

  /// Sends a command and waits for nothing, not even for its answer.
  void post(CommandRequest request);
  /// Lets actors take at most so many steps.
  void run(std::size_t steps);
  /// Until nothing is left to do.
  void run_until_idle();
  /// How far the next timer is away; none: there is none.
  [[nodiscard]] std::optional<std::chrono::nanoseconds> next_timer();
  /// Lets virtual time pass for timers.
  void advance(std::chrono::milliseconds by);

 private:
  SimulatedSystem(const Environment& env, std::shared_ptr<OneThread> thread);
  std::shared_ptr<OneThread> thread_;
};

}  // namespace lockstep::actors::sim
