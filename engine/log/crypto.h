// What the log wants of cryptography: AES-256-GCM, beside base/sha256.h and base/random.h. OpenSSL
// is used in crypto.cc and nowhere else in this folder. Any thread.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/sha256.h"

namespace lockstep::log {

using base::random_bytes;
using base::Randomness;
using base::sha256;

/// An AES-256 key. Wiped when it goes out of scope.
class Key {
 public:
  static constexpr std::size_t kBytes = 32;
  Key() = default;
  /// `bytes` must be kBytes long.
  explicit Key(std::string_view bytes);
  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key();
  [[nodiscard]] static Key random();
  [[nodiscard]] const std::uint8_t* data() const { return bytes_.data(); }
  [[nodiscard]] std::string_view view() const;

 private:
  std::array<std::uint8_t, kBytes> bytes_{};
};

inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;
/// So much longer is what was sealed.
inline constexpr std::size_t kSealedExtraBytes = kNonceBytes + kTagBytes;

/// Nonce, ciphertext, tag (16 bytes). `context` is bound to it but not contained. Takes
/// kNonceBytes.
std::string seal(const Key& key, std::string_view plain, std::string_view context,
                 Randomness& random);
std::string seal(const Key& key, std::string_view plain, std::string_view context);
/// Empty when the key or the context is another one, or when a bit has changed.
std::optional<std::string> open_sealed(const Key& key, std::string_view box,
                                       std::string_view context);

}  // namespace lockstep::log
