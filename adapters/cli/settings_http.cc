#include "adapters/cli/settings_http.h"

namespace lockstep::cli {

namespace {

constexpr double kMostConnections = 50'000;

std::vector<Setting> listen_settings() {
  return {
      {.key = "listen",
       .environment = {"LOCKSTEP_LISTEN"},
       .member = [](auto& c) { return &c.http.listen; },
       .fallback = "127.0.0.1:8080",
       .help = "Where the HTTP API answers. Port 0: any free one."},
      {.key = "service_key",
       .environment = {"LOCKSTEP_SERVICE_KEY"},
       .member = [](auto& c) { return &c.http.service_key; },
       .fallback = "",
       .help = "Bearer token that makes the caller a service, or its `sha256:<hex>`. Only the hash "
               "is kept. A token has 43 characters at least, 10 different ones, and is not of hex "
               "digits alone. For several of them by name see `auth.service_keys`."},
      {.key = "dev_auth",
       .environment = {"LOCKSTEP_DEV_AUTH"},
       .member = [](auto& c) { return &c.http.dev_auth; },
       .fallback = "false",
       .help = "Accepts `Bearer dev:<role>:<id>` from anybody. For development, on loopback only."},
      {.key = "http.tls_certificate_file",
       .environment = {"LOCKSTEP_TLS_CERTIFICATE_FILE"},
       .member = [](auto& c) { return &c.http.tls_certificate_file; },
       .fallback = "",
       .help = "Certificate chain (PEM): the API then answers over TLS alone, 1.2 or newer."},
      {.key = "http.tls_key_file",
       .environment = {"LOCKSTEP_TLS_KEY_FILE"},
       .member = [](auto& c) { return &c.http.tls_key_file; },
       .fallback = "",
       .help = "The certificate's private key (PEM)."},
      {.key = "http.cors_origins",
       .environment = {"LOCKSTEP_CORS_ORIGINS"},
       .member = [](auto& c) { return &c.http.cors_origins; },
       .fallback = "",
       .help = "Origins whose pages may call from a browser, divided by commas, e.g. "
               "`https://dashboard.example.org`. No wildcards."},
      {.key = "http.require_if_match",
       .environment = {"LOCKSTEP_REQUIRE_IF_MATCH"},
       .member = [](auto& c) { return &c.http.require_if_match; },
       .fallback = "false",
       .help = "Changes of coaches, competitors and teams without If-Match are refused (428)."},
  };
}

std::vector<Setting> limit_settings() {
  return {
      {.key = "http.address_requests_per_second",
       .environment = {"LOCKSTEP_ADDRESS_REQUESTS_PER_SECOND"},
       .member = [](auto& c) { return &c.http.per_address.refill; },
       .fallback = "100",
       .help =
           "Requests from one address, signed in or not; more are answered 429, but for /livez and "
           "/readyz. 0: no limit.",
       .min = 0,
       .max = 1e6},
      {.key = "http.address_burst",
       .environment = {"LOCKSTEP_ADDRESS_BURST"},
       .member = [](auto& c) { return &c.http.per_address.burst; },
       .fallback = "500",
       .help = "Requests from one address that may come at once after a silence.",
       .min = 1,
       .max = 1e6},
      {.key = "http.coach_triggers_per_minute",
       .environment = {"LOCKSTEP_COACH_TRIGGERS_PER_MINUTE"},
       .member = [](auto& c) { return &c.http.per_coach.refill; },
       .fallback = "30",
       .help = "What one coach may set going at the vendor (onboardings, syncs); more are answered "
               "429. 0: no limit.",
       .min = 0,
       .max = 1e6},
      {.key = "http.coach_trigger_burst",
       .environment = {"LOCKSTEP_COACH_TRIGGER_BURST"},
       .member = [](auto& c) { return &c.http.per_coach.burst; },
       .fallback = "60",
       .help = "How much of that may come at once: a coach adds a whole class in one go.",
       .min = 1,
       .max = 1e6},
      {.key = "http.idle_keys_per_hour",
       .environment = {"LOCKSTEP_IDLE_KEYS_PER_HOUR"},
       .member = [](auto& c) { return &c.http.idle_keys.refill; },
       .fallback = "5000",
       .help =
           "Requests with an Idempotency-Key that change nothing, of each caller: their answers "
           "are remembered for days all the same, so more are answered 429. 0: no limit.",
       .min = 0,
       .max = 1e6},
      {.key = "http.idle_key_burst",
       .environment = {"LOCKSTEP_IDLE_KEY_BURST"},
       .member = [](auto& c) { return &c.http.idle_keys.burst; },
       .fallback = "20000",
       .help = "How many of those may come at once: whoever records everybody anew every night "
               "changes little.",
       .min = 1,
       .max = 1e6},
  };
}

std::vector<Setting> connection_settings() {
  return {
      {.key = "http.connections",
       .environment = {"LOCKSTEP_CONNECTIONS"},
       .member = [](auto& c) { return &c.http.max_connections; },
       .fallback = "2048",
       .help = "Connections that are open at the same time, event streams not counted; one more "
               "takes the place of the one that has waited longest. Each needs an open file "
               "(`ulimit -n`), and a few kB.",
       .min = 1,
       .max = kMostConnections},
      {.key = "http.connections_per_address",
       .environment = {"LOCKSTEP_CONNECTIONS_PER_ADDRESS"},
       .member = [](auto& c) { return &c.http.connections_per_address; },
       .fallback = "48",
       .help =
           "Connections from one address that are open at the same time; one more takes the place "
           "of the one that has waited longest. 0: no limit, for a proxy that all requests pass.",
       .min = 0,
       .max = kMostConnections},
      {.key = "http.behind_proxy",
       .environment = {"LOCKSTEP_BEHIND_PROXY"},
       .member = [](auto& c) { return &c.http.behind_proxy; },
       .fallback = "false",
       .help = "Takes the client's address from the last entry of X-Forwarded-For. Only when every "
               "request passes a proxy that writes it: anybody else could write it too."},
  };
}

std::vector<Setting> stream_settings() {
  return {
      {.key = "http.streams",
       .environment = {"LOCKSTEP_STREAMS"},
       .member = [](auto& c) { return &c.http.streams.max_open; },
       .fallback = "64",
       .help = "Event streams (`GET /api/events/stream`) that may be open at once, beside the "
               "connections of requests; one more is answered 503. 0: none is served.",
       .min = 0,
       .max = 256},
      {.key = "http.streams_per_caller",
       .environment = {"LOCKSTEP_STREAMS_PER_CALLER"},
       .member = [](auto& c) { return &c.http.streams.max_per_caller; },
       .fallback = "8",
       .help = "Of them those of one coach, admin or service key; one more is answered 429.",
       .min = 1,
       .max = 256},
      {.key = "http.streams_per_address",
       .environment = {"LOCKSTEP_STREAMS_PER_ADDRESS"},
       .member = [](auto& c) { return &c.http.streams.max_per_address; },
       .fallback = "32",
       .help = "Of them those from one address; one more is answered 429. 0: no limit.",
       .min = 0,
       .max = 256},
      {.key = "http.stream_heartbeat_seconds",
       .environment = {"LOCKSTEP_STREAM_HEARTBEAT_SECONDS"},
       .member = [](auto& c) { return &c.http.streams.heartbeat; },
       .fallback = "15",
       .help = "An event stream that has nothing to tell says after this long how far it is. Less "
               "than what proxies take for silence.",
       .min = 1,
       .max = 300},
      {.key = "http.stream_max_seconds",
       .environment = {"LOCKSTEP_STREAM_MAX_SECONDS"},
       .member = [](auto& c) { return &c.http.streams.max_life; },
       .fallback = "3600",
       .help = "An event stream ends after this long, or with its token; clients come back and go "
               "on where they were.",
       .min = 10,
       .max = 86400},
  };
}

std::vector<Setting> token_settings() {
  return {
      {.key = "auth.jwt_issuer",
       .environment = {"LOCKSTEP_JWT_ISSUER"},
       .member = [](auto& c) { return &c.http.jwt.rules.issuer; },
       .fallback = "",
       .help = "The `iss` of the dashboard's tokens: with Supabase "
               "`https://<project>.supabase.co/auth/v1`. Needed for any token to be accepted."},
      {.key = "auth.jwt_audience",
       .environment = {"LOCKSTEP_JWT_AUDIENCE"},
       .member = [](auto& c) { return &c.http.jwt.rules.audience; },
       .fallback = "authenticated",
       .help = "The `aud` that tokens must name."},
      {.key = "auth.jwt_leeway_seconds",
       .environment = {"LOCKSTEP_JWT_LEEWAY_SECONDS"},
       .member = [](auto& c) { return &c.http.jwt.rules.leeway; },
       .fallback = "30",
       .help = "How far the clocks of the issuer and of this machine may differ, in seconds.",
       .min = 0,
       .max = 300},
      {.key = "auth.jwt_secret",
       .environment = {"LOCKSTEP_JWT_SECRET"},
       .member = [](auto& c) { return &c.http.jwt.secret; },
       .fallback = "",
       .help = "Secret of tokens that are signed with HS256, at least 32 bytes."},
      {.key = "auth.jwks_file",
       .environment = {"LOCKSTEP_JWKS_FILE"},
       .member = [](auto& c) { return &c.http.jwt.jwks_file; },
       .fallback = "",
       .help = "Public keys (JWKS) of tokens that are signed with ES256 or RS256. Read again when "
               "a token names a key that is not in it, and every 10 minutes."},
      {.key = "auth.jwks_url",
       .environment = {"LOCKSTEP_JWKS_URL"},
       .member = [](auto& c) { return &c.http.jwt.jwks_url; },
       .fallback = "",
       .help = "The same from an https address: with Supabase "
               "`https://<project>.supabase.co/auth/v1/.well-known/jwks.json`.",
       .is_url = true},
  };
}

// Who somebody is, as tokens and keys say it.
std::vector<Setting> caller_settings() {
  return {
      {.key = "auth.role_claim",
       .environment = {"LOCKSTEP_ROLE_CLAIM"},
       .member = [](auto& c) { return &c.http.jwt.rules.role_claim; },
       .fallback = "app_metadata.role",
       .help = "Where a token says `coach`, `admin` or `auditor`. Never in `user_metadata`, which "
               "users write themselves."},
      {.key = "auth.coach_without_role",
       .environment = {"LOCKSTEP_COACH_WITHOUT_ROLE"},
       .member = [](auto& c) { return &c.http.jwt.rules.coach_without_role; },
       .fallback = "false",
       .help =
           "Whether whoever has a verified token without any role is a coach, of their own rows "
           "alone. For a dashboard that gives coaches no role in `app_metadata` and whose "
           "sign-up is closed; the better way is an access token hook that writes the role. "
           "Never who signed in anonymously."},
      {.key = "auth.subject_claim",
       .environment = {"LOCKSTEP_SUBJECT_CLAIM"},
       .member = [](auto& c) { return &c.http.jwt.rules.subject_claim; },
       .fallback = "sub",
       .help = "Where a token says the coach's id."},
      {.key = "auth.service_keys",
       .environment = {"LOCKSTEP_SERVICE_KEYS"},
       .member = [](auto& c) { return &c.http.service_keys; },
       .fallback = "",
       .help = "Service keys by name, as hashes: `dashboard=sha256:<hex>,cron=sha256:<hex>`. "
               "`lockstep service-key <name>` makes one. The audit says which one asked, so each "
               "has a hash of its own."},
  };
}

}  // namespace

std::vector<Setting> http_settings() {
  auto out = listen_settings();
  for (auto& setting : limit_settings()) out.push_back(std::move(setting));
  for (auto& setting : connection_settings()) out.push_back(std::move(setting));
  for (auto& setting : stream_settings()) out.push_back(std::move(setting));
  return out;
}

std::vector<Setting> auth_settings() {
  auto out = token_settings();
  for (auto& setting : caller_settings()) out.push_back(std::move(setting));
  return out;
}

}  // namespace lockstep::cli
