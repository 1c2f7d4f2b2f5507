// Which ways to sign in there are, by the options.
#pragma once
#include "adapters/http/api/server.h"
#include "adapters/http/auth/auth.h"

namespace lockstep::http {

/// What can be said of the options without asking anybody: an Error for keys that cannot be used.
Result<void> check_sign_in(const ServerOptions& options);

/// An Error for keys that cannot be used. A JWKS address that does not answer is none: it may do so
/// later.
Result<Authenticators> authenticators_for(const ServerOptions& options, const Dependencies& ports);

/// Once there are authenticators nothing else needs them.
void forget_secrets(ServerOptions& options);

}  // namespace lockstep::http
