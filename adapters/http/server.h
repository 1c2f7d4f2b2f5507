// The HTTP adapter: parses requests, gives commands to the engine, asks the read store. It decides
// nothing itself and never calls the vendor.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/log/event_log.h"
#include "engine/ports/clock.h"
#include "engine/ports/command_gateway.h"
#include "engine/ports/health.h"
#include "engine/ports/logger.h"
#include "engine/ports/metrics.h"
#include "engine/ports/read_store.h"
#include "engine/rate/gate_report.h"
#include "events/result.h"
#include "projections/explanation.h"

namespace lockstep::http {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8080;          ///< 0 = any free one.
  bool dev_auth = false;    ///< Accepts `Bearer dev:<role>:<id>`. Loopback only.
  std::string service_key;  ///< Empty = none is accepted.
  std::size_t threads = 64;
  std::size_t max_connections = 256;  ///< Open at once; one more is answered 503 and closed.
  std::size_t max_body_bytes = 256U << 10U;
  std::size_t max_header_bytes = 32U << 10U;
  std::chrono::milliseconds read_timeout{10000};   ///< For a whole request to arrive.
  std::chrono::milliseconds write_timeout{10000};  ///< For a whole answer to be taken.
  std::chrono::milliseconds keep_alive{5000};      ///< Between two requests of a connection.
  std::chrono::milliseconds command_timeout{10000};
  std::chrono::milliseconds min_position_wait{5000};
  bool require_if_match = false;  ///< Changes without a precondition are answered 428.
  /// As the engine behind it has them: they are told, not used.
  EmailPreference email_preference = EmailPreference::personal;
  projections::WorkIntervals intervals;
};

/// All must outlive the server and may be used from any thread.
struct Dependencies {
  ports::CommandGateway& commands;
  ports::ReadStore& reads;
  log::EventLog& log;
  ports::Metrics& metrics;
  ports::Logger& logger;
  ports::Clock& clock;
  ports::IdSource& ids;
  std::function<ports::HealthReport()> health;
  /// How the gate to the vendor stands; none: it does not answer. Empty: the integration is off.
  std::function<std::optional<rate::GateReport>()> gate;
};

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
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::http
