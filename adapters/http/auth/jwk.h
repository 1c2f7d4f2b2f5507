// JSON Web Key Sets (RFC 7517) as keys to verify with.
#pragma once
#include <string_view>

#include "adapters/http/auth/verify_key.h"
#include "events/result.h"

namespace lockstep::http {

/// The public RS256 and ES256 keys of a set. What is for something else (encryption, another
/// algorithm, a shared secret) is passed over, so there may be none. `jwks-unusable` when it is no
/// set.
Result<VerifyKeys> parse_jwks(std::string_view text);

}  // namespace lockstep::http
