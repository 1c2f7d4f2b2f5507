#include "adapters/cli/server_options.h"

namespace lockstep::cli {

namespace {

http::JwtOptions jwt_options(const Config& config) {
  http::JwtOptions out;
  out.rules = {.issuer = config.jwt_issuer,
               .audience = config.jwt_audience,
               .subject_claim = config.subject_claim,
               .role_claim = config.role_claim,
               .leeway = std::chrono::seconds{config.jwt_leeway_seconds}};
  out.secret = config.jwt_secret.reveal();
  out.jwks_file = config.jwks_file;
  out.jwks_url = config.jwks_url;
  return out;
}

http::EventStreamOptions stream_options(const Config& config) {
  http::EventStreamOptions out;
  out.max_open = static_cast<std::size_t>(config.streams);
  out.max_per_caller = static_cast<std::size_t>(config.streams_per_caller);
  out.max_per_address = static_cast<std::size_t>(config.streams_per_address);
  out.heartbeat = std::chrono::seconds{config.stream_heartbeat_seconds};
  out.max_life = std::chrono::seconds{config.stream_max_seconds};
  return out;
}

}  // namespace

http::ServerOptions server_options(const Config& config) {
  http::ServerOptions out;
  out.host = config.listen.host;
  out.port = config.listen.port;
  out.dev_auth = config.dev_auth;
  out.service_key = config.service_key.reveal();
  out.service_keys = config.service_keys;
  if (signs_in_by_jwt(config)) out.jwt = jwt_options(config);
  out.per_address = {config.address_requests_per_second, config.address_burst};
  out.per_coach = {config.coach_triggers_per_minute / 60, config.coach_trigger_burst};
  out.connections_per_address = static_cast<std::size_t>(config.connections_per_address);
  out.behind_proxy = config.behind_proxy;
  out.streams = stream_options(config);
  out.cors_origins = config.cors_origins;
  out.require_if_match = config.require_if_match;
  out.onboarding.email_preference = config.email_preference;
  out.intervals.poll = std::chrono::seconds{config.poll_interval_seconds};
  out.tls_certificate_file = config.tls_certificate_file;
  out.tls_key_file = config.tls_key_file;
  return out;
}

}  // namespace lockstep::cli
