// The HTTP adapter: parses requests, gives commands to the engine, asks the read store. It decides
// nothing itself and never calls the vendor.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "adapters/http/api/server_options.h"
#include "engine/domain/onboarding_policy.h"
#include "engine/log/event_reader.h"
#include "engine/ports/clock.h"
#include "engine/ports/command_gateway.h"
#include "engine/ports/health.h"
#include "engine/ports/logger.h"
#include "engine/ports/metrics.h"
#include "engine/ports/operations.h"
#include "engine/ports/read_store.h"
#include "engine/rate/gate_report.h"
#include "events/result.h"
#include "projections/vendor_work/work_due.h"

namespace lockstep::http {

/// All must outlive the server and may be used from any thread.
struct Dependencies {
  ports::CommandGateway& commands;
  ports::ReadStore& reads;
  log::EventReader& log;
  ports::Operations& operations;
  ports::Metrics& metrics;
  ports::Logger& logger;
  ports::Clock& clock;
  ports::IdSource& ids;
  std::function<ports::HealthReport()> health;
  /// Brings the gauges up to date that are measured when they are shown.
  std::function<void()> measure = [] {};
  /// How the gate to the vendor stands; none: it does not answer. Empty: the integration is off.
  std::function<std::optional<rate::GateReport>()> gate;
  /// What limits and cool-downs are measured with.
  std::function<std::chrono::nanoseconds()> steady = [] {
    return std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()};
  };
  /// Holds up the thread that calls it, a replay of the event stream's, for so long.
  std::function<void(std::chrono::nanoseconds)> rest = [](std::chrono::nanoseconds time) {
    std::this_thread::sleep_for(time);
  };
  /// What the engine goes by: told here, not used.
  domain::OnboardingPolicy onboarding{};
  projections::WorkIntervals intervals{};
};

/// An Error for options that no server can be started with, found without listening or asking
/// anybody: for whoever would do something before that cannot be undone.
Result<void> check_options(const ServerOptions& options);
/// The same about the address: `port-in-use`, `cannot-listen`. It listens for a moment. Who takes
/// the port after that is met by start() alone.
Result<void> check_address(const ServerOptions& options);

class Server {
 public:
  /// Listens when this returns. An Error for a port in use, a host that is not ours, or dev_auth on
  /// anything but loopback.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options,
                                               Dependencies dependencies);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  ///< Stops.
  [[nodiscard]] int port() const;
  /// Accepts nothing more and waits for requests under way, at most as long as their own timeouts.
  /// Event streams end at once.
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::http
