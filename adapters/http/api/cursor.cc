// `<checksum of list and place><place>`: the checksum tells a garbled cursor from a good one.
#include "adapters/http/api/cursor.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace lockstep::http {

namespace {

constexpr std::size_t kChecksumLength = 8;

// FNV-1a. Not against attackers: a cursor gives nobody more than its place.
std::string checksum(std::string_view list, std::string_view place) {
  std::uint32_t hash = 2166136261U;
  for (const auto part : {list, std::string_view(" "), place})
    for (const char c : part) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
  std::array<char, kChecksumLength + 1> text{};
  std::snprintf(text.data(), text.size(), "%08x", hash);
  return {text.data(), kChecksumLength};
}

}  // namespace

// A list is what this caller sees at this address with these filters.
std::string cursor_for(const Call& call, std::string_view place) {
  const auto list = call.who.role + (call.by_coach() ? ":" + call.who.id : "") + call.address +
                    "?" + call.query.filters();
  return checksum(list, place) + std::string(place);
}

std::optional<std::string> next_cursor(const Call& call, const std::optional<std::string>& place) {
  return place ? std::optional{cursor_for(call, *place)} : std::nullopt;
}

Answered<std::optional<std::string>> place_of_cursor(const Call& call) {
  if (!call.query.has("cursor")) return std::optional<std::string>{};
  LOCKSTEP_TRY(const auto cursor, call.query.text("cursor"));
  if (cursor && cursor->size() > kChecksumLength) {
    auto place = cursor->substr(kChecksumLength);
    if (cursor_for(call, place) == *cursor) return std::optional(std::move(place));
  }
  return no_such_cursor();
}

Problem no_such_cursor() {
  return bad_parameter("cursor", "`cursor` must be one that this list has answered.",
                       "Start again without a cursor.");
}

}  // namespace lockstep::http
