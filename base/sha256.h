// The one SHA-256, by OpenSSL, which only this and random.cc use in this folder. Any thread.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::base {

using Hash = std::array<std::uint8_t, 32>;

Hash sha256(std::string_view bytes);
/// Lower-case hex of it.
std::string sha256_hex(std::string_view bytes);
/// A hash from its 64 hex digits; none from anything else.
std::optional<Hash> hash_in(std::string_view hex);

}  // namespace lockstep::base
