// Signing in with a token of the dashboard's sign-in service.
#pragma once
#include <memory>

#include "adapters/http/auth/auth.h"
#include "adapters/http/auth/jwks_source.h"
#include "adapters/http/auth/jwt.h"
#include "engine/ports/clock.h"

namespace lockstep::http {

class JwtAuthenticator final : public Authenticator {
 public:
  /// `fixed` are keys that never change; `source` may be null. `clock` must outlive this.
  JwtAuthenticator(JwtRules rules, VerifyKeys fixed, std::unique_ptr<JwksSource> source,
                   const ports::Clock& clock);
  [[nodiscard]] Result<std::optional<SignedIn>> authenticate(std::string_view token) const override;

 private:
  [[nodiscard]] Result<VerifyKeys> keys_for(const JwtHead& head) const;

  JwtRules rules_;
  VerifyKeys fixed_;
  std::unique_ptr<JwksSource> source_;
  const ports::Clock& clock_;
};

}  // namespace lockstep::http
