#include "adapters/http/api/sign_in.h"

#include <utility>

#include "adapters/http/auth/jwks_fetch.h"
#include "adapters/http/auth/jwt_authenticator.h"
#include "adapters/http/auth/service_keys.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kUnnamedKey = "service-key";

JwksSource::Fetched reporter(const Dependencies& ports) {
  return [&metrics = ports.metrics, &logger = ports.logger](const std::optional<Error>& failed) {
    metrics.count("lockstep_jwks_fetches_total", {{"result", failed ? "failed" : "ok"}}, 1);
    if (failed)
      logger.log(ports::Level::warning, "jwks_fetch_failed",
                 {{"type", failed->type}, {"detail", failed->detail}});
  };
}

/// Its keys are there when it reads them from a file.
Result<std::unique_ptr<JwksSource>> jwks_source_for(
    const JwtOptions& jwt, const std::function<std::chrono::nanoseconds()>& steady,
    JwksSource::Fetched fetched) {
  const bool in_file = !jwt.jwks_file.empty();
  if (!in_file && jwt.jwks_url.empty()) return std::unique_ptr<JwksSource>{};
  if (in_file && !jwt.jwks_url.empty())
    return Error{Errc::invalid, "jwks-twice", "Keys come from a file or from an address, not both.",
                 "Set only one of auth.jwks_file and auth.jwks_url."};
  LOCKSTEP_TRY(auto fetch,
               in_file ? Result<JwksSource::Fetch>{jwks_in(jwt.jwks_file)} : jwks_at(jwt.jwks_url));
  auto source =
      std::make_unique<JwksSource>(std::move(fetch), steady, std::move(fetched), jwt.jwks_times);
  if (in_file) {
    LOCKSTEP_TRY(source->load());
  }
  return source;
}

Result<VerifyKeys> fixed_keys_of(const JwtOptions& jwt) {
  VerifyKeys out;
  if (jwt.secret.reveal().empty()) return out;
  LOCKSTEP_TRY(auto key, VerifyKey::hmac(jwt.secret.reveal()));
  out.push_back(std::move(key));
  return out;
}

Result<std::unique_ptr<Authenticator>> jwt_authenticator_for(const JwtOptions& jwt,
                                                             const Dependencies& ports) {
  LOCKSTEP_TRY(check(jwt.rules));
  LOCKSTEP_TRY(auto fixed, fixed_keys_of(jwt));
  LOCKSTEP_TRY(auto source, jwks_source_for(jwt, ports.steady, reporter(ports)));
  // An address that does not answer now may do so later, and holds up nothing else.
  if (source && jwt.jwks_file.empty()) source->begin_to_load();
  return std::unique_ptr<Authenticator>{std::make_unique<JwtAuthenticator>(
      jwt.rules, std::move(fixed), std::move(source), ports.clock)};
}

Result<std::vector<ServiceKey>> service_keys_of(const ServerOptions& options) {
  auto text = options.service_keys;
  if (!options.service_key.reveal().empty())
    text += (text.empty() ? "" : ",") + std::string(kUnnamedKey) + "=" +
            hashed_service_key(options.service_key.reveal());
  return parse_service_keys(text);
}

}  // namespace

Result<Authenticators> authenticators_for(const ServerOptions& options, const Dependencies& ports) {
  Authenticators out;
  if (options.dev_auth) out.push_back(std::make_unique<DevAuthenticator>());
  LOCKSTEP_TRY(auto keys, service_keys_of(options));
  if (!keys.empty()) out.push_back(std::make_unique<ServiceKeyAuthenticator>(std::move(keys)));
  // The last: it answers for everything that has the form of its tokens.
  if (options.jwt.is_on()) {
    LOCKSTEP_TRY(auto by_jwt, jwt_authenticator_for(options.jwt, ports));
    out.push_back(std::move(by_jwt));
  }
  return out;
}

Result<void> check_sign_in(const ServerOptions& options) {
  LOCKSTEP_TRY(service_keys_of(options));
  if (!options.jwt.is_on()) return boost::outcome_v2::success();
  LOCKSTEP_TRY(check(options.jwt.rules));
  LOCKSTEP_TRY(fixed_keys_of(options.jwt));
  LOCKSTEP_TRY(jwks_source_for(
      options.jwt, [] { return std::chrono::nanoseconds{0}; }, [](const auto&) {}));
  return boost::outcome_v2::success();
}

void forget_secrets(ServerOptions& options) {
  options.service_key = {};
  options.jwt.secret = {};
}

}  // namespace lockstep::http
