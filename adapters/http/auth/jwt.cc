#include "adapters/http/auth/jwt.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <boost/json.hpp>

#include "adapters/http/auth/base64url.h"
#include "adapters/http/json_object.h"

namespace lockstep::http {

namespace {

using boost::json::object;
using boost::json::value;

constexpr std::size_t kMaxTokenBytes = 8192;
constexpr std::size_t kMaxKidBytes = 256;
constexpr std::string_view kUserMetadata = "user_metadata";
// Extensions that must be understood, and keys that whoever made the token has chosen.
constexpr std::string_view kRefusedMembers[] = {"crit", "b64", "zip", "enc",
                                                "jwk",  "jku", "x5u", "x5c"};

Error refused(std::string type, std::string detail) {
  return {Errc::unauthorized, std::move(type), std::move(detail),
          "Sign in again and repeat the request with the new token."};
}

/// The three parts as they are written.
struct Parts {
  std::string_view head;
  std::string_view claims;
  std::string_view signature;
  std::string_view signed_text;
};

std::optional<Parts> parts_of(std::string_view token) {
  if (token.size() > kMaxTokenBytes) return std::nullopt;
  const auto first = token.find('.');
  const auto last = token.rfind('.');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  Parts out{token.substr(0, first), token.substr(first + 1, last - first - 1),
            token.substr(last + 1), token.substr(0, last)};
  const bool three = out.claims.find('.') == std::string_view::npos;
  if (!three || out.head.empty() || out.claims.empty() || out.signature.empty())
    return std::nullopt;
  return out;
}

std::optional<object> object_in(std::string_view part) {
  const auto text = base64url_decoded(part);
  if (!text || text->empty()) return std::nullopt;
  auto body = parse_object(*text);
  if (!body) return std::nullopt;
  return std::move(body).value();
}

std::optional<JwtHead> head_in(const object& head) {
  for (const auto name : kRefusedMembers)
    if (head.contains(name)) return std::nullopt;
  const auto* algorithm = head.if_contains("alg");
  const auto* kid = head.if_contains("kid");
  const auto* type = head.if_contains("typ");
  if (algorithm == nullptr || !algorithm->is_string()) return std::nullopt;
  if (type != nullptr && *type != "JWT") return std::nullopt;
  if (kid == nullptr) return JwtHead{std::string(algorithm->get_string()), ""};
  if (!kid->is_string() || kid->get_string().size() > kMaxKidBytes) return std::nullopt;
  return JwtHead{std::string(algorithm->get_string()), std::string(kid->get_string())};
}

/// The claim at a path such as `app_metadata.role`; null when it is not there.
const value* claim_at(const object& claims, std::string_view path) {
  const auto dot = path.find('.');
  const auto* found = claims.if_contains(path.substr(0, dot));
  if (found == nullptr || dot == std::string_view::npos) return found;
  const auto* inner = found->if_object();
  return inner == nullptr ? nullptr : claim_at(*inner, path.substr(dot + 1));
}

std::string text_at(const object& claims, std::string_view path) {
  const auto* found = claim_at(claims, path);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

/// Seconds since 1970. None when it is absent or no number.
std::optional<double> time_in(const object& claims, std::string_view name) {
  const auto* found = claims.if_contains(name);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  return found->to_number<double>();
}

bool is_meant_for(const object& claims, std::string_view audience) {
  const auto* found = claims.if_contains("aud");
  if (found == nullptr) return false;
  if (const auto* one = found->if_string()) return *one == audience;
  const auto* several = found->if_array();
  return several != nullptr && std::ranges::any_of(*several, [&](const value& one) {
           return one.is_string() && one.get_string() == audience;
         });
}

/// Returns when it expires, leeway included.
Result<Timestamp> check_times(const object& claims, const JwtRules& rules, Timestamp now) {
  const auto seconds = static_cast<double>(now.value) / 1000;
  const auto leeway = static_cast<double>(rules.leeway.count());
  const auto expires = time_in(claims, "exp");
  if (!expires) return refused("token-incomplete", "The token does not say when it expires.");
  if (seconds >= *expires + leeway) return refused("token-expired", "The token has expired.");
  for (const auto* name : {"nbf", "iat"}) {
    const auto from = time_in(claims, name);
    if (!from && claims.contains(name))
      return refused("token-malformed", "A time in the token is not a number.");
    if (from && seconds < *from - leeway)
      return refused("token-not-yet-valid", "The token is not valid yet.");
  }
  // A time beyond what a Timestamp holds is as good as never.
  return Timestamp{static_cast<std::int64_t>(std::min((*expires + leeway) * 1000, 9e15))};
}

/// Supabase signs in whoever asks for it without a name, for the same audience, and says so.
bool is_anonymous(const object& claims) {
  const auto* found = claims.if_contains("is_anonymous");
  return found != nullptr && *found != false;
}

std::string role_in(const object& claims, const JwtRules& rules) {
  const bool has_none = claim_at(claims, rules.role_claim) == nullptr;
  if (has_none && rules.coach_without_role && !is_anonymous(claims)) return std::string(kRoleCoach);
  return text_at(claims, rules.role_claim);
}

Result<events::Principal> principal_in(const object& claims, const JwtRules& rules) {
  const auto role = role_in(claims, rules);
  if (role != kRoleCoach && role != kRoleAdmin && role != kRoleAuditor)
    return refused("token-without-role", "The token names no role that may use this service.");
  auto who = principal_of(role, text_at(claims, rules.subject_claim));
  if (!who) return refused("token-without-subject", "The token does not say whose it is.");
  return *std::move(who);
}

Result<SignedIn> accept(const object& claims, const JwtRules& rules, Timestamp now) {
  if (text_at(claims, "iss") != rules.issuer)
    return refused("token-wrong-issuer", "The token is not from the issuer that is trusted here.");
  if (!is_meant_for(claims, rules.audience))
    return refused("token-wrong-audience", "The token is meant for another service.");
  LOCKSTEP_TRY(const auto until, check_times(claims, rules, now));
  LOCKSTEP_TRY(auto who, principal_in(claims, rules));
  return SignedIn{std::move(who), until};
}

}  // namespace

Result<void> check(const JwtRules& rules) {
  if (rules.issuer.empty() || rules.audience.empty())
    return Error{Errc::invalid, "jwt-rules-incomplete",
                 "Tokens are accepted only from a named issuer for a named audience.",
                 "Set auth.jwt_issuer and auth.jwt_audience."};
  for (const auto& path : {rules.role_claim, rules.subject_claim})
    if (path.starts_with(kUserMetadata))
      return Error{Errc::invalid, "jwt-claim-untrusted",
                   "user_metadata is written by the users themselves, so it proves nothing.",
                   "Name another claim in auth.role_claim and auth.subject_claim."};
  return boost::outcome_v2::success();
}

bool looks_like_jwt(std::string_view token) {
  return std::ranges::count(token, '.') == 2;
}

std::optional<JwtHead> head_of(std::string_view token) {
  const auto parts = parts_of(token);
  if (!parts) return std::nullopt;
  const auto head = object_in(parts->head);
  return head ? head_in(*head) : std::nullopt;
}

bool may_verify(const VerifyKey& key, const JwtHead& head) {
  const bool same_kid = head.kid.empty() || key.kid().empty() || key.kid() == head.kid;
  return same_kid && name_of(key.algorithm()) == head.algorithm;
}

Result<SignedIn> verify_jwt(std::string_view token, const VerifyKeys& keys, const JwtRules& rules,
                            Timestamp now) {
  const auto head = head_of(token);
  const auto parts = parts_of(token);
  if (!head || !parts) return refused("token-malformed", "The token is not one that can be read.");
  const auto signature = base64url_decoded(parts->signature);
  const bool good = signature && std::ranges::any_of(keys, [&](const VerifyKey& key) {
                      return may_verify(key, *head) && key.verifies(parts->signed_text, *signature);
                    });
  if (!good) return refused("token-unverified", "The token is not signed by a key known here.");
  const auto claims = object_in(parts->claims);
  if (!claims) return refused("token-malformed", "The token is not one that can be read.");
  return accept(*claims, rules, now);
}

}  // namespace lockstep::http
