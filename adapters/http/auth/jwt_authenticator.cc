#include "adapters/http/auth/jwt_authenticator.h"

#include <utility>

namespace lockstep::http {

JwtAuthenticator::JwtAuthenticator(JwtRules rules, VerifyKeys fixed,
                                   std::unique_ptr<JwksSource> source, const ports::Clock& clock)
    : rules_(std::move(rules)),
      fixed_(std::move(fixed)),
      source_(std::move(source)),
      clock_(clock) {}

Result<VerifyKeys> JwtAuthenticator::keys_for(const JwtHead& head) const {
  auto keys = fixed_;
  const bool by_public_key =
      head.algorithm == name_of(Algorithm::rs256) || head.algorithm == name_of(Algorithm::es256);
  if (!source_ || !by_public_key) return keys;
  LOCKSTEP_TRY(const auto fetched, source_->keys_for(head));
  keys.insert(keys.end(), fetched->begin(), fetched->end());
  return keys;
}

Result<std::optional<SignedIn>> JwtAuthenticator::authenticate(std::string_view token) const {
  if (!looks_like_jwt(token)) return std::optional<SignedIn>{};
  const auto head = head_of(token);
  LOCKSTEP_TRY(const auto keys, head ? keys_for(*head) : Result<VerifyKeys>{VerifyKeys{}});
  LOCKSTEP_TRY(auto who, verify_jwt(token, keys, rules_, clock_.now()));
  return std::optional{std::move(who)};
}

}  // namespace lockstep::http
