// Tokens: as they come, and signed with a key that is trusted. What is accepted says who it is and
// has not expired; with any other character in it, or another algorithm, it is not accepted.
// An input: one byte that says where to damage it, then a token; or a head, a line end, and claims.
#include <algorithm>
#include <array>
#include <string>

#include "adapters/http/auth/base64url.h"
#include "adapters/http/auth/jwt.h"
#include "adapters/http/text.h"
#include "base/sha256.h"
#include "base/uuid.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using http::VerifyKey;

const std::string kSecret = "a secret that is shared and has more than 32 bytes";
// 2026-01-02T03:04:05Z
constexpr Timestamp kNow{1767323045000};

http::JwtRules rules() {
  http::JwtRules out;
  out.issuer = "https://project.example.test/auth/v1";
  out.audience = "authenticated";
  return out;
}

const http::VerifyKeys& keys() {
  static const http::VerifyKeys kKeys{VerifyKey::hmac(kSecret).value()};
  return kKeys;
}

/// HMAC of RFC 2104 with SHA-256: another one than that of the product.
std::string hmac(std::string_view text) {
  constexpr std::size_t kBlock = 64;
  std::string inner(kBlock, '\x36');
  std::string outer(kBlock, '\x5c');
  for (std::size_t i = 0; i < kSecret.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ kSecret[i]);
    outer[i] = static_cast<char>(outer[i] ^ kSecret[i]);
  }
  const auto bytes = [](const base::Hash& hash) { return std::string(hash.begin(), hash.end()); };
  return bytes(base::sha256(outer + bytes(base::sha256(inner + std::string(text)))));
}

bool is_error_of_ours(const std::string& type) {
  static constexpr std::array<std::string_view, 8> kTypes{
      "token-malformed",     "token-unverified",   "token-incomplete",   "token-expired",
      "token-not-yet-valid", "token-without-role", "token-wrong-issuer", "token-wrong-audience"};
  return std::ranges::find(kTypes, type) != kTypes.end() || type == "token-without-subject";
}

void check_accepted(const http::SignedIn& caller, std::string_view token) {
  const bool coach = caller.who.role == "coach";
  require(coach || caller.who.role == "admin", "a role that tokens cannot give");
  require(coach ? base::normal_uuid(caller.who.id) == caller.who.id : http::is_id(caller.who.id),
          "accepted, and nobody");
  require(caller.until && *caller.until > kNow, "accepted, and expired");
  require(http::looks_like_jwt(token), "accepted, and not of the form of a token");
  const auto head = http::head_of(token);
  require(head && head->algorithm == "HS256", "accepted by another algorithm than the key's");
}

/// Whether it was accepted.
bool check_token(std::string_view token) {
  const auto given = alone(token);
  const auto caller = http::verify_jwt(view(given), keys(), rules(), kNow);
  if (caller)
    check_accepted(caller.value(), token);
  else
    require(caller.error().code == Errc::unauthorized && is_error_of_ours(caller.error().type),
            "refused as something else");
  require(!http::verify_jwt(token, {}, rules(), kNow), "accepted without any key");
  return caller.has_value();
}

// One text for each sequence of bytes, so that a token cannot be written in two ways.
void check_base64url(std::string_view text) {
  require(http::base64url_decoded(http::base64url(text)) == text, "encoded it is another text");
  const auto decoded = http::base64url_decoded(text);
  if (decoded) require(http::base64url(*decoded) == text, "a text that is read in two ways");
}

void check_signed(std::string_view head, std::string_view claims, std::uint8_t damaged_at) {
  const auto text = http::base64url(head) + "." + http::base64url(claims);
  auto token = text + "." + http::base64url(hmac(text));
  if (!check_token(token)) return;
  auto& damaged = token[damaged_at % token.size()];
  damaged = damaged == 'A' ? 'B' : 'A';
  require(!check_token(token), "damaged, and accepted");
}

void run(Input input) {
  const auto damaged_at = input.byte();
  const auto all = input.rest();
  check_base64url(all);
  check_token(all);
  const auto head = input.line();
  check_signed(head, input.rest(), damaged_at);
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
