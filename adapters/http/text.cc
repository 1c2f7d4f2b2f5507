#include "adapters/http/text.h"

#include <algorithm>
#include <charconv>

#include "base/time.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kMaxIdLength = 64;
constexpr std::size_t kMaxEmailLength = 254;

// Locale-free on purpose.
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kMaxIdLength &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || is_letter(c) || c == '_' || c == '-'; });
}

bool is_plausible_email(std::string_view text) {
  const auto at = text.find('@');
  const bool one_at = at != std::string_view::npos && text.find('@', at + 1) == text.npos;
  return one_at && at > 0 && at + 1 < text.size() && text.size() <= kMaxEmailLength &&
         text.find(' ') == text.npos;
}

bool is_date(std::string_view text) {
  return base::date_in(text).has_value();
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t out = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, out);
  if (failed != std::errc{} || stopped != end || text.empty()) return std::nullopt;
  return out;
}

std::vector<std::string_view> comma_separated(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (const auto bare = trimmed(part); !bare.empty()) out.push_back(bare);
  }
  return out;
}

}  // namespace lockstep::http
