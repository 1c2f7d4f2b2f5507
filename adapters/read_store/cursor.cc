// `<checksum of list and id><id>`: the checksum tells a garbled cursor from a good one.
#include "adapters/read_store/cursor.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace lockstep::read_store {

namespace {

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

}  // namespace

std::string make_cursor(std::string_view list, std::string_view id) {
  return checksum(list, id) + std::string(id);
}

Result<std::string> read_cursor(std::string_view list, std::string_view cursor) {
  if (cursor.size() >= kChecksumLength) {
    const auto id = cursor.substr(kChecksumLength);
    if (make_cursor(list, id) == cursor) return std::string(id);
  }
  return Error{Errc::invalid, "cursor-invalid", "The cursor is not one that this list gave out.",
               "Start again without a cursor."};
}

}  // namespace lockstep::read_store
