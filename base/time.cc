#include "base/time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <stdexcept>

#include <date/tz.h>

namespace lockstep::base {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Of text that is all digits.
std::optional<int> number_in(std::string_view text) {
  int out = 0;
  if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  const auto [stopped, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc{} ? std::optional{out} : std::nullopt;
}

/// `hh:mm`
std::optional<minutes> minutes_in(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = number_in(text.substr(0, 2));
  const auto minute = number_in(text.substr(3, 2));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return minutes{*hour * 60 + *minute};
}

/// Takes `.123` off the front; zero when there is none.
std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!text.starts_with('.')) return milliseconds{0};
  text.remove_prefix(1);
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto size = static_cast<std::size_t>(end - text.begin());
  if (size < 1 || size > 9) return std::nullopt;
  auto digits = std::string(text.substr(0, size)) + "00";
  text.remove_prefix(size);
  digits.resize(3);
  return milliseconds{number_in(digits).value_or(0)};
}

std::optional<minutes> offset_in(std::string_view text) {
  if (text == "Z" || text == "z") return minutes{0};
  if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
  const auto offset = minutes_in(text.substr(1));
  if (!offset) return std::nullopt;
  return text.front() == '-' ? -*offset : *offset;
}

std::string date_and_time(std::chrono::sys_seconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::hh_mm_ss clock{time - day};
  std::array<char, 32> text{};
  const auto size =
      std::snprintf(text.data(), text.size(), "T%02ld:%02ld:%02ld", clock.hours().count(),
                    clock.minutes().count(), clock.seconds().count());
  return date_text(day) + std::string(text.data(), static_cast<std::size_t>(std::max(size, 0)));
}

const date::time_zone* zone_of(std::string_view name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {  // There is none of this name, or no database.
    return nullptr;
  }
}

}  // namespace

std::string rfc3339(std::chrono::sys_seconds time) {
  time = std::clamp(time, kFirstWritten, kLastWritten);
  return date_and_time(time) + "Z";
}

std::string rfc3339(Moment time) {
  time = std::clamp<Moment>(time, kFirstWritten, kLastWritten);
  const auto whole = std::chrono::floor<seconds>(time);
  std::array<char, 32> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ",
                static_cast<int>((time - whole).count()));
  return date_and_time(whole) + fraction.data();
}

std::optional<Moment> moment_in(std::string_view rfc3339) {
  constexpr std::size_t kSeconds = 19;
  if (rfc3339.size() <= kSeconds || (rfc3339[10] | 0x20) != 't' || rfc3339[16] != ':')
    return std::nullopt;
  const auto date = date_in(rfc3339.substr(0, 10));
  const auto time = minutes_in(rfc3339.substr(11, 5));
  const auto second = number_in(rfc3339.substr(17, 2));
  auto rest = rfc3339.substr(kSeconds);
  const auto fraction = take_fraction(rest);
  const auto offset = offset_in(rest);
  if (!date || !time || !second || *second > 59 || !fraction || !offset) return std::nullopt;
  return std::chrono::sys_days{*date} + *time - *offset + seconds{*second} + *fraction;
}

std::string date_text(std::chrono::year_month_day date) {
  std::array<char, 32> text{};
  const auto size =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return {text.data(), static_cast<std::size_t>(std::max(size, 0))};
}

std::optional<std::chrono::year_month_day> date_in(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_in(text.substr(0, 4));
  const auto month = number_in(text.substr(5, 2));
  const auto day = number_in(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{date} : std::nullopt;
}

bool is_time_zone(std::string_view name) {
  return zone_of(name) != nullptr;
}

std::optional<LocalTime> local_time_in(std::string_view zone, Moment moment) {
  const auto* found = zone_of(zone);
  if (found == nullptr) return std::nullopt;
  return LocalTime{found->to_local(moment).time_since_epoch()};
}

std::optional<Moment> moment_of(std::string_view zone, LocalTime time) {
  const auto* found = zone_of(zone);
  if (found == nullptr) return std::nullopt;
  const date::local_time<milliseconds> shown{time.time_since_epoch()};
  // In a gap both choices are its end.
  return found->to_sys(shown, date::choose::earliest);
}

}  // namespace lockstep::base
