// What can be set about the HTTP adapter.
#pragma once
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

#include "adapters/http/api/limits.h"
#include "adapters/http/auth/jwks_source.h"
#include "adapters/http/auth/jwt.h"
#include "base/endpoint.h"
#include "events/sealed.h"

namespace lockstep::http {

/// Tokens of the dashboard's sign-in service, and the keys that they are signed with: a secret, or
/// public keys from one place.
struct JwtOptions {
  JwtRules rules;
  Sealed<std::string> secret;       ///< HS256. Empty = none.
  std::filesystem::path jwks_file;  ///< RS256 and ES256.
  std::string jwks_url;
  JwksTimes jwks_times;

  /// No token is accepted without a key to verify it with.
  [[nodiscard]] bool is_on() const {
    return !secret.reveal().empty() || !jwks_file.empty() || !jwks_url.empty();
  }
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
  base::Endpoint listen{"127.0.0.1", 8080};
  bool dev_auth = false;            ///< Accepts `Bearer dev:<role>:<id>`. Loopback only.
  Sealed<std::string> service_key;  ///< Plain or `sha256:<hex>`. Empty = none is accepted.
  std::string service_keys;         ///< Several by name: see parse_service_keys().
  JwtOptions jwt;
  Allowance per_address;  ///< Everything from one address, signed in or not.
  /// What a coach sets going at the vendor: syncs, onboardings.
  Allowance per_coach{.per = std::chrono::minutes{1}};
  /// Of each caller: requests with an Idempotency-Key that changed nothing. The log remembers their
  /// answers for some days, and nothing else bounds how many there are.
  Allowance idle_keys{.per = std::chrono::hours{1}};
  bool behind_proxy = false;  ///< The address is the last one of X-Forwarded-For.
  std::string cors_origins;   ///< See Cors::parse(). Empty: no page of another origin may call.
  std::filesystem::path tls_certificate_file;  ///< PEM. Empty: without TLS.
  std::filesystem::path tls_key_file;
  std::size_t threads = 64;
  std::size_t connections_per_address = 0;  ///< Open at once; 0 = no limit.
  std::size_t max_connections = 2048;       ///< Open at once; for one more another makes place.
  std::size_t max_body_bytes = 256U << 10U;
  std::size_t max_header_bytes = 32U << 10U;
  std::chrono::milliseconds read_timeout{10000};   ///< For a whole request to arrive.
  std::chrono::milliseconds write_timeout{10000};  ///< For a whole answer to be taken.
  std::chrono::milliseconds keep_alive{5000};      ///< Between two requests of a connection.
  std::chrono::milliseconds command_timeout{10000};
  std::chrono::milliseconds min_position_wait{5000};
  EventStreamOptions streams;
  bool require_if_match = false;  ///< Changes without a precondition are answered 428.
};

}  // namespace lockstep::http
