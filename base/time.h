// Moments as RFC 3339 has them, dates, and the time that the clocks of a place show (date/tz, by
// the system's time zone database). Nothing here asks what time it is.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::base {

using Moment = std::chrono::sys_time<std::chrono::milliseconds>;
using LocalTime = std::chrono::local_time<std::chrono::milliseconds>;

/// What can be written: years of four digits. Anything before or after is written as the end of it.
inline constexpr std::chrono::sys_seconds kFirstWritten{std::chrono::seconds{-62'135'596'800}};
inline constexpr std::chrono::sys_seconds kLastWritten{std::chrono::seconds{253'402'300'799}};

/// `2024-05-06T07:08:09Z`
std::string rfc3339(std::chrono::sys_seconds time);
/// `2024-05-06T07:08:09.010Z`
std::string rfc3339(Moment time);
/// `YYYY-MM-DDThh:mm:ss`, at most 9 digits of a second after a dot, then `Z` or `+hh:mm` or
/// `-hh:mm`. None for anything else. What is less than a millisecond is cut off.
std::optional<Moment> moment_in(std::string_view rfc3339);

/// `YYYY-MM-DD`
std::string date_text(std::chrono::year_month_day date);
/// None for anything else and for a day that does not exist.
std::optional<std::chrono::year_month_day> date_in(std::string_view text);

/// Of the IANA database, e.g. `America/New_York`, written exactly so.
bool is_time_zone(std::string_view name);
/// What the clocks show there. None where the zone does not exist.
std::optional<LocalTime> local_time_in(std::string_view zone, Moment moment);
/// When the clocks show it there: of a time that they skip the moment right after the gap, of a
/// time that they show twice the first. None where the zone does not exist.
std::optional<Moment> moment_of(std::string_view zone, LocalTime time);

}  // namespace lockstep::base
