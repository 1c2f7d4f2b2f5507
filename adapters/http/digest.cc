#include "adapters/http/digest.h"

#include <openssl/evp.h>

#include "events/envelope.h"

namespace lockstep::http {

namespace {

events::Hash sha256(std::string_view text) {
  events::Hash out{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), out.data(), &size, EVP_sha256(), nullptr);
  return out;
}

}  // namespace

std::string sha256_hex(std::string_view text) {
  return events::to_hex(sha256(text));
}

std::string uuid_of(std::string_view text) {
  auto hash = sha256(text);
  hash[6] = static_cast<std::uint8_t>((hash[6] & 0x0FU) | 0x80U);  // version 8: our own making
  hash[8] = static_cast<std::uint8_t>((hash[8] & 0x3FU) | 0x80U);  // the RFC's variant
  const auto hex = events::to_hex(hash);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20, 12);
}

}  // namespace lockstep::http
