// See crypto.h. The algorithm is fetched once and a context is kept per thread: with OpenSSL 3 that
// is most of the cost for messages of a few hundred bytes.
#include "engine/log/crypto.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace lockstep::log {

namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* ctx) const { EVP_CIPHER_CTX_free(ctx); }
};

/// OpenSSL fails here only when memory or the library itself is broken.
void require(bool succeeded) {
  if (!succeeded) std::abort();
}

const EVP_CIPHER* gcm_algorithm() {
  static const EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  require(algorithm != nullptr);
  return algorithm;
}
EVP_CIPHER_CTX* cipher_context() {
  thread_local const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
  require(context != nullptr);
  return context.get();
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
int length_of(std::string_view text) {
  return static_cast<int>(text.size());
}

}  // namespace

Key::Key(std::string_view bytes) {
  require(bytes.size() == kBytes);
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}
Key::~Key() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}
Key Key::random() {
  return Key(random_bytes(kBytes));
}
std::string_view Key::view() const {
  return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
}

std::string seal(const Key& key, std::string_view plain, std::string_view context) {
  Randomness random(kNonceBytes);
  return seal(key, plain, context, random);
}

std::string seal(const Key& key, std::string_view plain, std::string_view context,
                 Randomness& random) {
  auto* ctx = cipher_context();
  std::string out(random.take(kNonceBytes));
  out.resize(kNonceBytes + plain.size() + kTagBytes);
  auto* at = bytes_of(out);
  int written = 0;
  require(EVP_EncryptInit_ex2(ctx, gcm_algorithm(), key.data(), at, nullptr) == 1);
  require(EVP_EncryptUpdate(ctx, nullptr, &written, bytes_of(context), length_of(context)) == 1);
  at += kNonceBytes;
  require(EVP_EncryptUpdate(ctx, at, &written, bytes_of(plain), length_of(plain)) == 1);
  at += written;
  require(EVP_EncryptFinal_ex(ctx, at, &written) == 1);
  require(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, kTagBytes, at) == 1);
  return out;
}

std::optional<std::string> open_sealed(const Key& key, std::string_view box,
                                       std::string_view context) {
  if (box.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const auto cipher = box.substr(kNonceBytes, box.size() - kNonceBytes - kTagBytes);
  std::string tag(box.substr(box.size() - kTagBytes));
  std::string out(cipher.size(), '\0');
  auto* ctx = cipher_context();
  int written = 0;
  require(EVP_DecryptInit_ex2(ctx, gcm_algorithm(), key.data(), bytes_of(box), nullptr) == 1);
  require(EVP_DecryptUpdate(ctx, nullptr, &written, bytes_of(context), length_of(context)) == 1);
  require(EVP_DecryptUpdate(ctx, bytes_of(out), &written, bytes_of(cipher), length_of(cipher)) ==
          1);
  require(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(ctx, bytes_of(out) + written, &written) != 1) return std::nullopt;
  return out;
}

}  // namespace lockstep::log
