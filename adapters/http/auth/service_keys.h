// Keys of other servers. Only their digests are kept: whoever reads the configuration cannot call
// with them. A key that make_service_key() made has 256 random bits, so a plain SHA-256 cannot be
// searched and needs no salt.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/auth/auth.h"
#include "events/result.h"

namespace lockstep::http {

struct ServiceKey {
  std::string name;    ///< Who it is, in the audit.
  std::string digest;  ///< Lower-case hex.
};

/// `name=sha256:<64 lower-case hex digits>`, several divided by commas. Errc::invalid for anything
/// else, for a name or a hash that stands twice, and for the hash of an empty text.
Result<std::vector<ServiceKey>> parse_service_keys(std::string_view text);

/// Errc::invalid for a key that somebody could guess: it has 43 characters at least, which is 32
/// bytes in base64, and 10 different ones. What looks like a hash must be a whole one in our form:
/// in another one, or with a digit lost, it would itself be the key. Empty is no key, and well.
Result<void> check_service_key(std::string_view key);

/// `sha256:<hex>` of a key; what is so already stays as it is.
std::string hashed_service_key(std::string_view key);

/// A new random key.
std::string make_service_key();

/// Role `service`, by the key's name.
class ServiceKeyAuthenticator final : public Authenticator {
 public:
  explicit ServiceKeyAuthenticator(std::vector<ServiceKey> keys) : keys_(std::move(keys)) {}
  [[nodiscard]] Result<std::optional<SignedIn>> authenticate(std::string_view token) const override;

 private:
  std::vector<ServiceKey> keys_;
};

}  // namespace lockstep::http
