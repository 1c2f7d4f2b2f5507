// Signs tokens as a sign-in service does, and as attackers do.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "adapters/http/auth/verify_key.h"

namespace lockstep::http {

/// A key of our own with its public half.
class Signer {
 public:
  static Signer hs256(std::string secret);
  static Signer rs256(std::string kid);  ///< 2048 bits.
  static Signer es256(std::string kid);

  /// `header` and `claims` as they are: nothing is added or checked.
  [[nodiscard]] std::string sign_raw(std::string_view header, std::string_view claims) const;
  /// With the header that belongs to this key.
  [[nodiscard]] std::string sign(std::string_view claims) const;
  [[nodiscard]] std::string header() const;
  [[nodiscard]] std::string signature(std::string_view text) const;
  /// ES256 as OpenSSL writes it, not as a token carries it.
  [[nodiscard]] std::string der_signature(std::string_view text) const;
  [[nodiscard]] boost::json::object jwk() const;
  [[nodiscard]] std::string public_pem() const;

 private:
  Signer(Algorithm algorithm, std::string kid) : algorithm_(algorithm), kid_(std::move(kid)) {}

  Algorithm algorithm_;
  std::string kid_;
  std::string secret_;
  std::shared_ptr<evp_pkey_st> key_;
};

/// A JWKS with the public halves.
std::string jwks_of(const std::vector<Signer>& signers);

inline constexpr std::string_view kIssuer = "https://project.example.test/auth/v1";
inline constexpr std::string_view kAudience = "authenticated";

/// What the sign-in service says about a user, valid at kNow. `changes` replaces or, where null,
/// removes claims.
std::string claims_of(std::string_view subject, std::string_view role,
                      const boost::json::object& changes = {});

}  // namespace lockstep::http
