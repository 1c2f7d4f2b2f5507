// `<checksum of list and item><item>`: the checksum tells a garbled cursor from a good one.
#include "adapters/http/api/cursor.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace lockstep::http {

namespace {

constexpr std::size_t kChecksumLength = 8;

// FNV-1a. Not against attackers: a cursor gives nobody more than the items after it.
std::string checksum(std::string_view list, std::string_view item) {
  std::uint32_t hash = 2166136261U;
  for (const auto part : {list, std::string_view(" "), item})
    for (const char c : part) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
  std::array<char, kChecksumLength + 1> text{};
  std::snprintf(text.data(), text.size(), "%08x", hash);
  return {text.data(), kChecksumLength};
}

}  // namespace

// A list is what this caller sees at this address with these filters.
std::string cursor_for(const Call& call, std::string_view item) {
  const auto list = call.who.role + (call.by_coach() ? ":" + call.who.id : "") + call.address +
                    "?" + call.query.filters();
  return checksum(list, item) + std::string(item);
}

std::optional<std::string> next_cursor(const Call& call, const std::optional<std::string>& item) {
  return item ? std::optional{cursor_for(call, *item)} : std::nullopt;
}

Answered<std::optional<std::string>> item_of_cursor(const Call& call) {
  if (!call.query.has("cursor")) return std::optional<std::string>{};
  LOCKSTEP_TRY(const auto cursor, call.query.text("cursor"));
  if (cursor && cursor->size() > kChecksumLength) {
    auto item = cursor->substr(kChecksumLength);
    if (cursor_for(call, item) == *cursor) return std::optional(std::move(item));
  }
  return no_such_cursor();
}

Problem no_such_cursor() {
  return bad_parameter("cursor", "`cursor` must be one that this list has answered.",
                       "Start again without a cursor.");
}

}  // namespace lockstep::http
