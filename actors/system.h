// Starts the actors in order, stops them in order, and is the way in for commands. The only header
// of this folder that others need; it does not show CAF.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "actors/environment.h"
#include "engine/ports/command_gateway.h"

namespace lockstep::actors {

struct GroupReport {
  std::string name;
  bool ok = false;
  Position position{};
  std::optional<Position> beside;  ///< How far it is made anew.
  std::uint64_t rebuilt{};         ///< How often that has taken its place.
  std::string failure;             ///< Type and cause, when it is not ok.
};
struct SinkReport {
  std::string name;
  bool ok = false;
  bool caught_up = false;  ///< Since the start.
  Position position{};     ///< The lowest of its groups; 0 until it has answered since the start.
  std::string failure;     ///< Type and cause, when it is not ok.
  std::vector<GroupReport> groups;
};

class Scheduling;

class System : public ports::CommandGateway {
 public:
  /// Spawns everything: writer, readers, router, projections, processes, and, unless the
  /// integration is off, gate and pump. `env` and all it refers to must outlive the System.
  explicit System(const Environment& env);
  /// Stops everything: what is decided is durable, what is open is found again at the next start.
  ~System() override;

  void submit(CommandRequest request, OnReply on_reply) override;
  Result<CommandReply> execute(CommandRequest request, std::chrono::milliseconds at_most) override;
  /// For /healthz. Any thread.
  [[nodiscard]] std::vector<SinkReport> sinks() const;
  /// Makes a group anew, in every sink, beside what is read, and switches: sinks() tells how far.
  /// Any thread.
  void rebuild(std::size_t group);
  /// Sets the gauges of how far every sink is behind. What is not known to be in a sink counts as
  /// not being there.
  void measure_lag();

  /// How the gate to the vendor stands; none while the integration is off or it does not answer.
  /// Any thread, bounded.
  [[nodiscard]] std::optional<rate::GateReport> gate_report();
  /// Limits of the gate from now on; calls under way are not touched. Not from two threads at once.
  void set_vendor_limits(const rate::GateLimits& limits);

 protected:
  /// On something else than threads.
  System(const Environment& env, std::shared_ptr<Scheduling> scheduling);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::actors
