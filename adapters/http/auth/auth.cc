#include "adapters/http/auth/auth.h"

#include <algorithm>

#include "adapters/http/text.h"
#include "base/ascii.h"
#include "base/uuid.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kScheme = "Bearer ";
constexpr std::string_view kDevPrefix = "dev:";

Error not_signed_in(std::string detail) {
  return Error{Errc::unauthorized, "unauthorized", std::move(detail),
               "Sign in again and repeat the request with the new token."};
}

}  // namespace

std::optional<events::Principal> principal_of(std::string_view role, std::string_view id) {
  const auto plain = is_id(id) ? std::optional{std::string(id)} : std::nullopt;
  auto good = role == kRoleCoach ? base::normal_uuid(id) : plain;
  if (!good) return std::nullopt;
  return events::Principal{std::string(role), *std::move(good)};
}

Result<std::optional<SignedIn>> DevAuthenticator::authenticate(std::string_view token) const {
  const std::optional<SignedIn> none;
  if (!token.starts_with(kDevPrefix)) return none;
  token.remove_prefix(kDevPrefix.size());
  const auto colon = token.find(':');
  if (colon == std::string_view::npos) return none;
  const auto role = token.substr(0, colon);
  const bool known =
      role == kRoleCoach || role == kRoleAdmin || role == kRoleService || role == kRoleAuditor;
  auto who = principal_of(role, token.substr(colon + 1));
  if (!known || !who) return none;
  return std::optional{SignedIn{*std::move(who), std::nullopt}};
}

Result<SignedIn> authenticate(const Authenticators& authenticators,
                              const std::optional<std::string>& authorization) {
  if (!authorization) return not_signed_in("The request has no Authorization header.");
  std::string_view token = *authorization;
  if (!base::same_word(token.substr(0, kScheme.size()), kScheme))
    return not_signed_in("The Authorization header is not of the Bearer scheme.");
  token.remove_prefix(kScheme.size());
  token.remove_prefix(
      std::min(token.find_first_not_of(' '), token.size()));  // RFC 9110, 11.4: 1*SP
  for (const auto& authenticator : authenticators) {
    LOCKSTEP_TRY(auto who, authenticator->authenticate(token));
    if (who) return *std::move(who);
  }
  return not_signed_in("The token is not one that is accepted here.");
}

}  // namespace lockstep::http
