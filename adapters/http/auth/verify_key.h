// A key that signatures are verified with. Its algorithm is a part of it: nothing that a token says
// can make a key serve another one.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace lockstep::http {

enum class Algorithm : std::uint8_t { hs256, rs256, es256 };

/// As the header of a token names it: `HS256`.
std::string_view name_of(Algorithm algorithm);

/// Any thread; copies share the key.
class VerifyKey {
 public:
  /// Refuses fewer than 32 bytes, and the text of a public key or certificate: whoever reads that
  /// could sign with it.
  static Result<VerifyKey> hmac(std::string secret);
  /// Big-endian numbers. None below 2048 bits or for what is not a key.
  static std::optional<VerifyKey> rsa(std::string kid, std::string_view n, std::string_view e);
  /// A point on P-256, 32 bytes each. None when it is not on the curve.
  static std::optional<VerifyKey> p256(std::string kid, std::string_view x, std::string_view y);

  [[nodiscard]] Algorithm algorithm() const { return algorithm_; }
  [[nodiscard]] const std::string& kid() const { return kid_; }  ///< Empty: it has none.
  /// `signature` as a token carries it: for ES256 the two numbers, 64 bytes.
  [[nodiscard]] bool verifies(std::string_view text, std::string_view signature) const;

 private:
  VerifyKey(Algorithm algorithm, std::string kid) : algorithm_(algorithm), kid_(std::move(kid)) {}

  Algorithm algorithm_;
  std::string kid_;
  std::string secret_;  ///< Of HS256 alone.
  std::shared_ptr<evp_pkey_st> public_key_;
};

using VerifyKeys = std::vector<VerifyKey>;

}  // namespace lockstep::http
