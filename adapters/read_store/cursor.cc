// base64url of `<checksum of list and id><id>`: the checksum tells a garbled cursor from a good
// one.
#include "adapters/read_store/cursor.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace lockstep::read_store {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kChecksumLength = 8;

// FNV-1a. Not against attackers: a cursor gives nobody more than its id.
std::string checksum(std::string_view list, std::string_view id) {
  std::uint32_t hash = 2166136261U;
  for (const auto part : {list, std::string_view("/"), id})
    for (const char c : part) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
  std::array<char, kChecksumLength + 1> text{};
  std::snprintf(text.data(), text.size(), "%08x", hash);
  return {text.data(), kChecksumLength};
}

std::string encode(std::string_view bytes) {
  std::string out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<std::uint8_t>(c);
    for (count += 8; count >= 6; count -= 6) out += kAlphabet[(bits >> (count - 6)) & 63U];
    bits &= (1U << count) - 1U;
  }
  if (count > 0) out += kAlphabet[(bits << (6 - count)) & 63U];
  return out;
}

// Empty when it is not base64url.
std::string decode(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto value = kAlphabet.find(c);
    if (value == std::string_view::npos) return {};
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>((bits >> count) & 255U);
    bits &= (1U << count) - 1U;
  }
  return out;
}

}  // namespace

std::string make_cursor(std::string_view list, std::string_view id) {
  return encode(checksum(list, id) + std::string(id));
}

Result<std::string> read_cursor(std::string_view list, std::string_view cursor) {
  const auto bytes = decode(cursor);
  if (bytes.size() >= kChecksumLength) {
    auto id = bytes.substr(kChecksumLength);
    if (make_cursor(list, id) == cursor) return id;
  }
  return Error{Errc::invalid, "cursor-invalid", "The cursor is not one that this list gave out.",
               "Start again without a cursor."};
}

}  // namespace lockstep::read_store
