#include "adapters/http/auth/service_keys.h"

#include <algorithm>
#include <set>

#include <openssl/crypto.h>

#include "adapters/http/auth/base64url.h"
#include "adapters/http/text.h"
#include "base/ascii.h"
#include "base/random.h"
#include "base/sha256.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kHashPrefix = "sha256:";
constexpr std::string_view kKeyPrefix = "lsk_";  // So that scanners for leaked keys can find it.
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kMinKeyCharacters = 43;  // kKeyBytes in base64.
// So many random signs of base64 have 30 different ones; what somebody typed in a rhythm has few.
constexpr std::size_t kMinDifferentCharacters = 10;
constexpr std::string_view kOfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::string_view kMakesOne = "`lockstep service-key <name>` makes a key and its entry.";

// The hex digits alone; none when it is not a hash.
std::optional<std::string_view> digest_in(std::string_view text) {
  constexpr std::size_t kDigits = 2 * sizeof(base::Hash);
  if (!text.starts_with(kHashPrefix)) return std::nullopt;
  text.remove_prefix(kHashPrefix.size());
  const bool hex = text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (text.size() != kDigits || !hex) return std::nullopt;
  return text;
}

// Whatever stands around them. A key of random base64 has no such run of them.
bool has_digits_of_hash(std::string_view text) {
  constexpr std::size_t kMany = 48;  // Some may be lost.
  std::size_t run = 0;
  for (const char c : text) {
    run = base::is_hex_digit(c) ? run + 1 : 0;
    if (run == kMany) return true;
  }
  return false;
}

// A hash in another spelling than ours, or a part of one. Taken for a key it would open the API to
// whoever reads the configuration.
bool is_like_hash(std::string_view text) {
  const auto letter = std::ranges::find_if(text, [](char c) {
    return base::is_digit(c) || (base::lower(c) >= 'a' && base::lower(c) <= 'z');
  });
  auto word = text.substr(static_cast<std::size_t>(letter - text.begin()));
  const auto digits = std::ranges::find_if_not(word, base::is_hex_digit) - word.begin();
  const bool only_hex =
      word.size() == text.size() && static_cast<std::size_t>(digits) == word.size();
  if (only_hex || has_digits_of_hash(text)) return true;
  if (!base::same_word(word.substr(0, 3), "sha")) return false;
  word.remove_prefix(3);
  if (word.starts_with('-') || word.starts_with('_')) word.remove_prefix(1);
  return !word.empty() && base::is_digit(word.front());
}

Error hash_of_nothing(std::string_view type) {
  return {Errc::invalid, std::string(type),
          "A service key's hash is that of an empty text, which is no key.",
          std::string(kMakesOne)};
}

}  // namespace

Result<std::vector<ServiceKey>> parse_service_keys(std::string_view text) {
  std::vector<ServiceKey> out;
  for (const auto entry : comma_separated(text)) {
    const auto equals = std::min(entry.find('='), entry.size());
    const auto name = entry.substr(0, equals);
    const auto digest = digest_in(entry.substr(std::min(equals + 1, entry.size())));
    const bool twice = std::ranges::find(out, name, &ServiceKey::name) != out.end();
    if (!digest || !is_id(name) || twice)
      return Error{Errc::invalid, "service-keys-malformed",
                   "Service keys must be name=sha256:<64 hex digits>, divided by commas, each name "
                   "once.",
                   std::string(kMakesOne)};
    if (*digest == kOfNothing) return hash_of_nothing("service-keys-malformed");
    if (std::ranges::find(out, *digest, &ServiceKey::digest) != out.end())
      return Error{Errc::invalid, "service-keys-same",
                   "Two service keys have the same hash (auth.service_keys, and service_key, which "
                   "is one of them), so the audit could not say which of them asked.",
                   "Give each caller a key of its own: `lockstep service-key <name>` makes one."};
    out.push_back({std::string(name), std::string(*digest)});
  }
  return out;
}

Result<void> check_service_key(std::string_view key) {
  if (key.empty()) return boost::outcome_v2::success();
  if (const auto digest = digest_in(key)) {
    if (*digest == kOfNothing) return hash_of_nothing("service-key-malformed");
    return boost::outcome_v2::success();
  }
  if (is_like_hash(key))
    return Error{Errc::invalid, "service-key-malformed",
                 "The service key looks like a hash, and is not written as one: sha256:<64 "
                 "lower-case hex digits>. A key of hex digits alone cannot be told from a hash.",
                 "Give the whole hash in that form, or a key that `lockstep service-key <name>` "
                 "made."};
  const bool varied = std::set<char>(key.begin(), key.end()).size() >= kMinDifferentCharacters;
  if (key.size() < kMinKeyCharacters || !varied)
    return Error{Errc::invalid, "service-key-weak",
                 "The service key has less than " + std::to_string(kMinKeyCharacters) +
                     " characters, or less than " + std::to_string(kMinDifferentCharacters) +
                     " different ones, so it could be guessed.",
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
