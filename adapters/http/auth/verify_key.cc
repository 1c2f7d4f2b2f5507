#include "adapters/http/auth/verify_key.h"

#include <array>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>

namespace lockstep::http {

namespace {

constexpr std::size_t kMinSecretBytes = 32;  // As many as the digest has (RFC 7518, 3.2).
constexpr int kMinRsaBits = 2048;
constexpr int kMaxRsaBits = 8192;
constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kDigestBytes = 32;

// OpenSSL's objects with OpenSSL's own way to free them.
template <auto kFree>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
template <class T, auto kFree>
using Owned = std::unique_ptr<T, Freed<kFree>>;
using Number = Owned<BIGNUM, BN_free>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number number_of(std::string_view big_endian) {
  return Number{BN_bin2bn(bytes_of(big_endian), static_cast<int>(big_endian.size()), nullptr)};
}

std::shared_ptr<EVP_PKEY> public_key(const char* type, OSSL_PARAM_BLD* parts) {
  const Owned<OSSL_PARAM, OSSL_PARAM_free> params{OSSL_PARAM_BLD_to_param(parts)};
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context{
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
    return nullptr;
  std::shared_ptr<EVP_PKEY> owned{key, EVP_PKEY_free};
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> check{EVP_PKEY_CTX_new(key, nullptr)};
  return check && EVP_PKEY_public_check(check.get()) == 1 ? owned : nullptr;
}

bool hmac_matches(std::string_view secret, std::string_view text, std::string_view signature) {
  std::array<unsigned char, kDigestBytes> digest{};
  unsigned size = 0;
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes_of(text),
           text.size(), digest.data(), &size) == nullptr)
    return false;
  return signature.size() == digest.size() &&
         CRYPTO_memcmp(signature.data(), digest.data(), digest.size()) == 0;
}

// OpenSSL reads ECDSA signatures as DER; a token has the two numbers side by side.
std::string der_of(std::string_view raw) {
  if (raw.size() != 2 * kCoordinateBytes) return "";
  auto r = number_of(raw.substr(0, kCoordinateBytes));
  auto s = number_of(raw.substr(kCoordinateBytes));
  const Owned<ECDSA_SIG, ECDSA_SIG_free> both{ECDSA_SIG_new()};
  if (!both || ECDSA_SIG_set0(both.get(), r.get(), s.get()) != 1) return "";
  (void)r.release();  // `both` owns them now.
  (void)s.release();
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(both.get(), &der);
  if (size <= 0) return "";
  std::string out{der, der + size};
  OPENSSL_free(der);
  return out;
}

bool public_key_verifies(EVP_PKEY* key, std::string_view text, std::string_view signature) {
  const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
  return !signature.empty() && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

}  // namespace

std::string_view name_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::hs256:
      return "HS256";
    case Algorithm::rs256:
      return "RS256";
    case Algorithm::es256:
      return "ES256";
  }
  return "";
}

Result<VerifyKey> VerifyKey::hmac(std::string secret) {
  if (secret.size() < kMinSecretBytes)
    return Error{Errc::invalid, "jwt-secret-short",
                 "The secret that tokens are signed with must have at least 32 bytes.",
                 "Use the JWT secret as Supabase shows it."};
  if (secret.starts_with("-----BEGIN") || secret.starts_with("ssh-"))
    return Error{Errc::invalid, "jwt-secret-public",
                 "The secret that tokens are signed with looks like a public key.",
                 "Public keys belong into a JWKS file or address."};
  VerifyKey out{Algorithm::hs256, ""};
  out.secret_ = std::move(secret);
  return out;
}

std::optional<VerifyKey> VerifyKey::rsa(std::string kid, std::string_view n, std::string_view e) {
  const auto modulus = number_of(n);
  const auto exponent = number_of(e);
  const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> parts{OSSL_PARAM_BLD_new()};
  const int bits = modulus ? BN_num_bits(modulus.get()) : 0;
  if (bits < kMinRsaBits || bits > kMaxRsaBits || !parts ||
      OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return std::nullopt;
  VerifyKey out{Algorithm::rs256, std::move(kid)};
  out.public_key_ = public_key("RSA", parts.get());
  if (!out.public_key_) return std::nullopt;
  return out;
}

std::optional<VerifyKey> VerifyKey::p256(std::string kid, std::string_view x, std::string_view y) {
  if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) return std::nullopt;
  const auto point = '\x04' + std::string(x) + std::string(y);
  const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> parts{OSSL_PARAM_BLD_new()};
  if (!parts ||
      OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1)
    return std::nullopt;
  VerifyKey out{Algorithm::es256, std::move(kid)};
  out.public_key_ = public_key("EC", parts.get());
  if (!out.public_key_) return std::nullopt;
  return out;
}

bool VerifyKey::verifies(std::string_view text, std::string_view signature) const {
  switch (algorithm_) {
    case Algorithm::hs256:
      return hmac_matches(secret_, text, signature);
    case Algorithm::rs256:
      return public_key_verifies(public_key_.get(), text, signature);
    case Algorithm::es256:
      return public_key_verifies(public_key_.get(), text, der_of(signature));
  }
  return false;
}

}  // namespace lockstep::http
