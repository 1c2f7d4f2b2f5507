#include "adapters/http/auth/jwk.h"

#include <algorithm>

#include <boost/json.hpp>

#include "adapters/http/auth/base64url.h"
#include "adapters/http/json_object.h"

namespace lockstep::http {

namespace {

using boost::json::object;

constexpr std::size_t kMaxKeys = 32;

// Empty when it is absent or not a text.
std::string text_of(const object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

bool is_for_verifying(const object& key, std::string_view algorithm) {
  const auto* operations = key.if_contains("key_ops");
  const bool may_verify =
      operations == nullptr ||
      (operations->is_array() &&
       std::ranges::find(operations->get_array(), "verify") != operations->get_array().end());
  const auto is_or_is_absent = [&](std::string_view name, std::string_view wanted) {
    return !key.contains(name) || text_of(key, name) == wanted;
  };
  // A set with a private key in it is somebody's accident: such a key proves nothing any more.
  return may_verify && !key.contains("d") && is_or_is_absent("use", "sig") &&
         is_or_is_absent("alg", algorithm);
}

std::optional<VerifyKey> key_of(const object& key) {
  const auto kind = text_of(key, "kty");
  const auto number = [&](std::string_view name) {
    return base64url_decoded(text_of(key, name)).value_or("");
  };
  if (kind == "RSA" && is_for_verifying(key, name_of(Algorithm::rs256)))
    return VerifyKey::rsa(text_of(key, "kid"), number("n"), number("e"));
  if (kind == "EC" && text_of(key, "crv") == "P-256" &&
      is_for_verifying(key, name_of(Algorithm::es256)))
    return VerifyKey::p256(text_of(key, "kid"), number("x"), number("y"));
  return std::nullopt;
}

}  // namespace

Result<VerifyKeys> parse_jwks(std::string_view text) {
  const Error useless{Errc::invalid, "jwks-unusable", "The key set is not a JWKS.",
                      "Look at what the configured JWKS file or address holds."};
  const auto set = parse_object(text);
  if (!set) return useless;
  const auto* keys = set.value().if_contains("keys");
  if (keys == nullptr || !keys->is_array() || keys->get_array().size() > kMaxKeys) return useless;
  VerifyKeys out;
  for (const auto& entry : keys->get_array())
    if (const auto* key = entry.if_object())
      if (auto usable = key_of(*key)) out.push_back(*std::move(usable));
  return out;
}

}  // namespace lockstep::http
