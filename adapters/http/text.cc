#include "adapters/http/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

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

std::optional<unsigned> hex_value(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
  return std::nullopt;
}

std::string date_and_time(std::int64_t unix_seconds) {
  using namespace std::chrono;
  const sys_seconds time{seconds{unix_seconds}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::array<char, 64> text{};
  const auto size = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ld", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
      clock.minutes().count(), clock.seconds().count());
  return {text.data(), static_cast<std::size_t>(std::max(size, 0))};
}

}  // namespace

bool is_loopback(std::string_view host) {
  const bool is_number = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_number);
}

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
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = number_in(text.substr(0, 4));
  const auto month = number_in(text.substr(5, 2));
  const auto day = number_in(text.substr(8, 2));
  if (!year || !month || !day) return false;
  return std::chrono::year_month_day{std::chrono::year{static_cast<int>(*year)},
                                     std::chrono::month{static_cast<unsigned>(*month)},
                                     std::chrono::day{static_cast<unsigned>(*day)}}
      .ok();
}

bool has_control_characters(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x20U || byte == 0x7FU) return true;
    // C1 (U+0080 to U+009F) is 0xC2 and then 0x80 to 0x9F.
    if (byte == 0xC2U && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xA0U)
      return true;
  }
  return false;
}

std::size_t length_of(std::string_view utf8) {
  const auto starts = std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  return static_cast<std::size_t>(starts);
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(' ') == text.npos;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex_value(text[i + 1]);
    const auto low = hex_value(text[i + 2]);
    if (!high || !low) return std::nullopt;
    out.push_back(static_cast<char>(*high * 16U + *low));
    i += 2;
  }
  return out;
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
    auto part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    part = part.substr(0, part.find_last_not_of(' ') + 1);
    if (!part.empty()) out.push_back(part);
  }
  return out;
}

std::string rfc3339(Timestamp time) {
  auto seconds = time.value / 1000;
  auto millis = time.value % 1000;
  if (millis < 0) {
    millis += 1000;
    --seconds;
  }
  std::array<char, 32> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(millis));
  return date_and_time(seconds) + fraction.data();
}

std::string rfc3339(VendorTime time) {
  return date_and_time(time.value) + "Z";
}

}  // namespace lockstep::http
