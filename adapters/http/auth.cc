#include "adapters/http/auth.h"

#include "adapters/http/digest.h"
#include "adapters/http/text.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kScheme = "Bearer ";
constexpr std::string_view kDevPrefix = "dev:";

Error not_signed_in(std::string detail) {
  return Error{Errc::unauthorized, "unauthorized", std::move(detail),
               "Sign in again and repeat the request with the new token."};
}

}  // namespace

std::optional<events::Principal> DevAuthenticator::authenticate(std::string_view token) const {
  if (!token.starts_with(kDevPrefix)) return std::nullopt;
  token.remove_prefix(kDevPrefix.size());
  const auto colon = token.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto role = token.substr(0, colon);
  const auto id = token.substr(colon + 1);
  const bool known = role == kRoleCoach || role == kRoleAdmin || role == kRoleService;
  if (!known || !is_id(id)) return std::nullopt;
  return events::Principal{std::string(role), std::string(id)};
}

std::optional<events::Principal> ServiceKeyAuthenticator::authenticate(
    std::string_view token) const {
  if (!equal_in_constant_time(token, key_)) return std::nullopt;
  return events::Principal{std::string(kRoleService), "service-key"};
}

Result<events::Principal> authenticate(const Authenticators& authenticators,
                                       const std::optional<std::string>& authorization) {
  if (!authorization) return not_signed_in("The request has no Authorization header.");
  std::string_view token = *authorization;
  if (!token.starts_with(kScheme))
    return not_signed_in("The Authorization header is not of the Bearer scheme.");
  token.remove_prefix(kScheme.size());
  for (const auto& authenticator : authenticators)
    if (auto who = authenticator->authenticate(token)) return *std::move(who);
  return not_signed_in("The token is not one that is accepted here.");
}

}  // namespace lockstep::http
