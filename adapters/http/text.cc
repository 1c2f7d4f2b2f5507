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

std::optional<std::chrono::sys_days> date_in(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year_no = number_in(text.substr(0, 4));
  const auto month_no = number_in(text.substr(5, 2));
  const auto day_no = number_in(text.substr(8, 2));
  if (!year_no || !month_no || !day_no) return std::nullopt;
  const year_month_day date{year{static_cast<int>(*year_no)},
                            month{static_cast<unsigned>(*month_no)},
                            day{static_cast<unsigned>(*day_no)}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

// `hh:mm`
std::optional<std::chrono::minutes> minutes_in(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = number_in(text.substr(0, 2));
  const auto minutes = number_in(text.substr(3, 2));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return std::chrono::minutes{static_cast<int>(*hours * 60 + *minutes)};
}

// Takes `.123` off the front; zero when there is none.
std::optional<std::chrono::milliseconds> take_fraction(std::string_view& text) {
  if (!text.starts_with('.')) return std::chrono::milliseconds{0};
  text.remove_prefix(1);
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto size = static_cast<std::size_t>(end - text.begin());
  if (size < 1 || size > 9) return std::nullopt;
  auto digits = std::string(text.substr(0, size)) + "00";
  text.remove_prefix(size);
  digits.resize(3);
  return std::chrono::milliseconds{static_cast<int>(number_in(digits).value_or(0))};
}

std::optional<std::chrono::minutes> offset_in(std::string_view text) {
  if (text == "Z" || text == "z") return std::chrono::minutes{0};
  if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
  const auto offset = minutes_in(text.substr(1));
  if (!offset) return std::nullopt;
  return text.front() == '-' ? -*offset : *offset;
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
  return date_in(text).has_value();
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

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
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
    const auto part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (const auto bare = trimmed(part); !bare.empty()) out.push_back(bare);
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

std::optional<Timestamp> timestamp_in(std::string_view rfc3339) {
  constexpr std::size_t kSeconds = 19;
  if (rfc3339.size() <= kSeconds || (rfc3339[10] | 0x20) != 't' || rfc3339[16] != ':')
    return std::nullopt;
  const auto date = date_in(rfc3339.substr(0, 10));
  const auto time = minutes_in(rfc3339.substr(11, 5));
  const auto seconds = number_in(rfc3339.substr(17, 2));
  auto rest = rfc3339.substr(kSeconds);
  const auto fraction = take_fraction(rest);
  const auto offset = offset_in(rest);
  if (!date || !time || !seconds || *seconds > 59 || !fraction || !offset) return std::nullopt;
  const auto at = *date + *time - *offset + std::chrono::seconds{static_cast<int>(*seconds)};
  return Timestamp{std::chrono::milliseconds{at.time_since_epoch()}.count() + fraction->count()};
}

}  // namespace lockstep::http
