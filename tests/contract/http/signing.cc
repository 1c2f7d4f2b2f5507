#include "tests/contract/http/signing.h"

#include <array>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "adapters/http/auth/base64url.h"
#include "tests/contract/http/engine_in_memory.h"
#include "tests/support/test_id.h"

namespace lockstep::http {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string number_of(EVP_PKEY* key, const char* name, int size) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  std::string out(static_cast<std::size_t>(std::max(size, BN_num_bytes(number))), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(out.size()));
  BN_free(number);
  return out;
}

std::string raw_of(std::string_view der) {
  const auto* at = bytes_of(der);
  ECDSA_SIG* both = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  std::string out(64, '\0');
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(both), to, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(both), to + 32, 32);
  ECDSA_SIG_free(both);
  return out;
}

}  // namespace

Signer Signer::hs256(std::string secret) {
  Signer out{Algorithm::hs256, ""};
  out.secret_ = std::move(secret);
  return out;
}

Signer Signer::rs256(std::string kid) {
  Signer out{Algorithm::rs256, std::move(kid)};
  out.key_ = {EVP_RSA_gen(2048), EVP_PKEY_free};
  return out;
}

Signer Signer::es256(std::string kid) {
  Signer out{Algorithm::es256, std::move(kid)};
  out.key_ = {EVP_EC_gen("P-256"), EVP_PKEY_free};
  return out;
}

std::string Signer::der_signature(std::string_view text) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::array<unsigned char, 1024> out{};
  std::size_t size = out.size();
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
  EVP_DigestSign(context, out.data(), &size, bytes_of(text), text.size());
  EVP_MD_CTX_free(context);
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

std::string Signer::signature(std::string_view text) const {
  if (algorithm_ == Algorithm::es256) return raw_of(der_signature(text));
  if (algorithm_ == Algorithm::rs256) return der_signature(text);
  std::array<unsigned char, 32> out{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()), bytes_of(text), text.size(),
       out.data(), &size);
  return {out.begin(), out.end()};
}

std::string Signer::header() const {
  boost::json::object out{{"alg", name_of(algorithm_)}, {"typ", "JWT"}};
  if (!kid_.empty()) out["kid"] = kid_;
  return boost::json::serialize(out);
}

std::string Signer::sign_raw(std::string_view header, std::string_view claims) const {
  const auto text = base64url(header) + "." + base64url(claims);
  return text + "." + base64url(signature(text));
}

std::string Signer::sign(std::string_view claims) const {
  return sign_raw(header(), claims);
}

boost::json::object Signer::jwk() const {
  boost::json::object out{{"kid", kid_}, {"use", "sig"}, {"alg", name_of(algorithm_)}};
  if (algorithm_ == Algorithm::rs256) {
    out["kty"] = "RSA";
    out["n"] = base64url(number_of(key_.get(), OSSL_PKEY_PARAM_RSA_N, 0));
    out["e"] = base64url(number_of(key_.get(), OSSL_PKEY_PARAM_RSA_E, 0));
  } else {
    out["kty"] = "EC";
    out["crv"] = "P-256";
    out["x"] = base64url(number_of(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, 32));
    out["y"] = base64url(number_of(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, 32));
  }
  return out;
}

std::string Signer::public_pem() const {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(memory, key_.get());
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory, &data);
  std::string out{data, static_cast<std::size_t>(size)};
  BIO_free(memory);
  return out;
}

std::string jwks_of(const std::vector<Signer>& signers) {
  boost::json::array keys;
  for (const auto& signer : signers) keys.push_back(signer.jwk());
  return boost::json::serialize(boost::json::object{{"keys", keys}});
}

std::string claims_of(std::string_view subject, std::string_view role,
                      const boost::json::object& changes) {
  const auto now = kNow.value / 1000;
  boost::json::object out{
      {"iss", kIssuer},
      {"aud", kAudience},
      {"sub", role == "coach" ? testing_support::test_id(subject) : std::string(subject)},
      {"iat", now - 60},
      {"exp", now + 3600},
      {"role", "authenticated"},
      {"app_metadata", {{"provider", "email"}, {"role", role}}},
      {"user_metadata", {{"name", "somebody"}}}};
  for (const auto& change : changes)
    if (change.value().is_null())
      out.erase(change.key());
    else
      out[change.key()] = change.value();
  return boost::json::serialize(out);
}

}  // namespace lockstep::http
