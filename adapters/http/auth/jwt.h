// JSON Web Tokens (RFC 7519, RFC 8725): from a token to who it is about. Pure: keys and time are
// given, and nothing in a token chooses how it is verified.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/auth/auth.h"
#include "adapters/http/auth/verify_key.h"
#include "events/envelope.h"
#include "events/ids.h"
#include "events/result.h"

namespace lockstep::http {

/// What a token must say, and where it says who it is about.
struct JwtRules {
  std::string issuer;
  std::string audience;
  std::string subject_claim = "sub";             ///< A path, its parts divided by dots.
  std::string role_claim = "app_metadata.role";  ///< Never what users can write themselves.
  /// Who has no role at all there is a coach: sign-in services give none unless they are told to.
  /// Not who has another one, nor somebody anonymous.
  bool coach_without_role = false;
  std::chrono::seconds leeway{30};  ///< How far clocks may differ.
};

/// Errc::invalid for rules without issuer or audience, or that trust `user_metadata`.
Result<void> check(const JwtRules& rules);

/// What a token claims to be, before anything is verified.
struct JwtHead {
  std::string algorithm;
  std::string kid;  ///< Empty: it names none.
};

/// Whether it has the outer form of a token at all: the rest of the chain may know what it is.
bool looks_like_jwt(std::string_view token);

/// None for what is too large, not well formed, or wants what is not done here: critical
/// extensions, and keys that a token brings along.
std::optional<JwtHead> head_of(std::string_view token);

/// Whether `key` may be asked about a token with this head.
bool may_verify(const VerifyKey& key, const JwtHead& head);

/// Errc::unauthorized with a type that says what is wrong, and never what the token said.
Result<SignedIn> verify_jwt(std::string_view token, const VerifyKeys& keys, const JwtRules& rules,
                            Timestamp now);

}  // namespace lockstep::http
