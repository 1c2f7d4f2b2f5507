// The HTTP adapter: parses requests, gives commands to the engine, asks the read store. It decides
// nothing itself and never calls the vendor.
#pragma once
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/jwks_source.h"
#include "adapters/http/jwt.h"
#include "adapters/http/limits.h"
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
#include "projections/explanation.h"

namespace lockstep::http {

/// Tokens of the dashboard's sign-in service, and the keys that they are signed with: a secret, or
/// public keys from one place.
struct JwtOptions {
  JwtRules rules;
  std::string secret;               ///< HS256. Empty = none.
  std::filesystem::path jwks_file;  ///< RS256 and ES256.
  std::string jwks_url;
  JwksTimes jwks_times;
};

/// `GET /api/events/stream`.
struct EventStreamOptions {
  std::size_t max_open = 64;        ///< Each has a thread. One more is answered 503.
  std::size_t max_per_caller = 8;   ///< One more is answered 429.
  std::size_t max_per_address = 0;  ///< Likewise; 0 = no limit.
  std::chrono::seconds heartbeat{15};
  std::chrono::seconds max_life{3600};
  std::chrono::milliseconds write_timeout{10000};  ///< For each 64 KiB.
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8080;           ///< 0 = any free one.
  bool dev_auth = false;     ///< Accepts `Bearer dev:<role>:<id>`. Loopback only.
  std::string service_key;   ///< Plain or `sha256:<hex>`. Empty = none is accepted.
  std::string service_keys;  ///< Several by name: see parse_service_keys().
  std::optional<JwtOptions> jwt;
  Allowance per_address;      ///< Everything from one address, signed in or not.
  Allowance per_coach;        ///< What a coach sets going at the vendor: syncs, onboardings.
  bool behind_proxy = false;  ///< The address is the last one of X-Forwarded-For.
  std::string cors_origins;   ///< See Cors::parse(). Empty: no page of another origin may call.
  std::filesystem::path tls_certificate_file;  ///< PEM. Empty: without TLS.
  std::filesystem::path tls_key_file;
  std::size_t threads = 64;
  std::size_t connections_per_address = 0;  ///< Open at once; 0 = no limit.
  std::size_t max_connections = 256;        ///< Open at once; for one more another makes place.
  std::size_t max_body_bytes = 256U << 10U;
  std::size_t max_header_bytes = 32U << 10U;
  std::chrono::milliseconds read_timeout{10000};   ///< For a whole request to arrive.
  std::chrono::milliseconds write_timeout{10000};  ///< For a whole answer to be taken.
  std::chrono::milliseconds keep_alive{5000};      ///< Between two requests of a connection.
  std::chrono::milliseconds command_timeout{10000};
  std::chrono::milliseconds min_position_wait{5000};
  EventStreamOptions streams;
  bool require_if_match = false;  ///< Changes without a precondition are answered 428.
  /// As the engine behind it has them: they are told, not used.
  domain::OnboardingPolicy onboarding{};
  projections::WorkIntervals intervals;
};

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
  /// How the gate to the vendor stands; none: it does not answer. Empty: the integration is off.
  std::function<std::optional<rate::GateReport>()> gate;
  /// What limits and cool-downs are measured with.
  std::function<std::chrono::nanoseconds()> steady = [] {
    return std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()};
  };
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
  /// Event streams end at once.
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::http
