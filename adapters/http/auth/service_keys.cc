#include "adapters/http/auth/service_keys.h"

#include <algorithm>

#include <openssl/crypto.h>

#include "adapters/http/auth/base64url.h"
#include "adapters/http/text.h"
#include "base/random.h"
#include "base/sha256.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kHashPrefix = "sha256:";
constexpr std::string_view kKeyPrefix = "lsk_";  // So that scanners for leaked keys can find it.
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kMinKeyCharacters = 43;  // kKeyBytes in base64.

// The hex digits alone; none when it is not a hash.
std::optional<std::string_view> digest_in(std::string_view text) {
  constexpr std::size_t kDigits = 2 * sizeof(base::Hash);
  if (!text.starts_with(kHashPrefix)) return std::nullopt;
  text.remove_prefix(kHashPrefix.size());
  const bool hex = text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (text.size() != kDigits || !hex) return std::nullopt;
  return text;
}

}  // namespace

Result<std::vector<ServiceKey>> parse_service_keys(std::string_view text) {
  std::vector<ServiceKey> out;
  for (const auto entry : comma_separated(text)) {
    const auto equals = std::min(entry.find('='), entry.size());
    const auto name = entry.substr(0, equals);
    const auto digest = digest_in(entry.substr(std::min(equals + 1, entry.size())));
    const bool twice =
        std::ranges::any_of(out, [&](const ServiceKey& key) { return key.name == name; });
    if (!digest || !is_id(name) || twice)
      return Error{Errc::invalid, "service-keys-malformed",
                   "Service keys must be name=sha256:<64 hex digits>, divided by commas, each name "
                   "once.",
                   "`lockstep service-key <name>` makes a key and its entry."};
    out.push_back({std::string(name), std::string(*digest)});
  }
  return out;
}

Result<void> check_service_key(std::string_view key) {
  if (key.empty() || digest_in(key)) return boost::outcome_v2::success();
  if (key.starts_with(kHashPrefix))
    return Error{Errc::invalid, "service-key-malformed",
                 "The service key begins with sha256: but is not followed by 64 lower-case hex "
                 "digits.",
                 "Give the whole hash: `lockstep service-key <name>` prints it."};
  if (key.size() < kMinKeyCharacters)
    return Error{Errc::invalid, "service-key-weak",
                 "The service key has less than " + std::to_string(kMinKeyCharacters) +
                     " characters, so it could be guessed.",
                 "`lockstep service-key <name>` makes a good one."};
  return boost::outcome_v2::success();
}

std::string hashed_service_key(std::string_view key) {
  if (key.empty() || digest_in(key)) return std::string(key);
  return std::string(kHashPrefix) + base::sha256_hex(key);
}

std::string make_service_key() {
  return std::string(kKeyPrefix) + base64url(base::random_bytes(kKeyBytes));
}

Result<std::optional<SignedIn>> ServiceKeyAuthenticator::authenticate(
    std::string_view token) const {
  const auto digest = base::sha256_hex(token);
  const ServiceKey* found = nullptr;
  // All of them, whichever fits: the time it takes says nothing.
  for (const auto& key : keys_)
    if (CRYPTO_memcmp(digest.data(), key.digest.data(), digest.size()) == 0) found = &key;
  if (found == nullptr) return std::optional<SignedIn>{};
  return std::optional{SignedIn{{std::string(kRoleService), found->name}, std::nullopt}};
}

}  // namespace lockstep::http
