// Times as text, and what the clocks of a place show.
#include <gtest/gtest.h>

#include "base/time.h"

namespace lockstep::base {
namespace {

using std::chrono::local_days;
using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using namespace std::chrono_literals;

constexpr year_month_day kDay{2026y, std::chrono::January, 2d};
constexpr Moment kMoment = sys_days{kDay} + 3h + 4min + 5s + 678ms;
constexpr const char* kNewYork = "America/New_York";

TEST(Rfc3339, IsWritten) {
  EXPECT_EQ(rfc3339(kMoment), "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(rfc3339(Moment{-1ms}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(rfc3339(Moment{951'782'400'999ms}), "2000-02-29T00:00:00.999Z");
  EXPECT_EQ(rfc3339(std::chrono::sys_seconds{0s}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339(std::chrono::sys_seconds{-1s}), "1969-12-31T23:59:59Z");
}

// Years printed as -6657: whoever reads it knows four digits.
TEST(Rfc3339, IsWrittenFromYear1To9999) {
  using std::chrono::seconds;
  using std::chrono::sys_seconds;
  for (const auto last : {seconds::max(), seconds{1LL << 62}, seconds{253'402'300'800}})
    EXPECT_EQ(rfc3339(sys_seconds{last}), "9999-12-31T23:59:59Z");
  for (const auto first : {seconds::min(), seconds{-(1LL << 62)}, seconds{-62'135'596'801}})
    EXPECT_EQ(rfc3339(sys_seconds{first}), "0001-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339(Moment::max()), "9999-12-31T23:59:59.000Z");
  EXPECT_EQ(rfc3339(Moment::min()), "0001-01-01T00:00:00.000Z");
}

TEST(Rfc3339, IsRead) {
  EXPECT_EQ(moment_in("2026-01-02T03:04:05.678Z"), kMoment);
  EXPECT_EQ(moment_in("2026-01-02t03:04:05.6789z"), kMoment) << "cut off";
  EXPECT_EQ(moment_in("2026-01-02T05:34:05.678+02:30"), kMoment);
  EXPECT_EQ(moment_in("2026-01-01T23:04:05.678-04:00"), kMoment);
  EXPECT_EQ(moment_in("1969-12-31T23:59:59.5Z"), Moment{-500ms});
  EXPECT_EQ(moment_in("1970-01-01T00:00:00Z"), Moment{0ms});
  for (const auto* bad :
       {"", "Z", "2026-01-02T03:04:05", "2026-01-02 03:04:05Z", "2026-01-02T03:04:05.Z",
        "2026-01-02T03:04:05.1234567890Z", "2026-01-02T03:04:60Z", "2026-01-02T03:60:05Z",
        "2026-13-02T03:04:05Z", "2026-01-02T03:04:05+0100", "2026-01-02T03:04:05+24:00",
        "2026-01-02T03:04:05Zx", "-026-01-02T03:04:05Z", "2026-01-02T03:04:+5Z"})
    EXPECT_EQ(moment_in(bad), std::nullopt) << bad;
}

TEST(Dates, AreDaysThatExist) {
  EXPECT_EQ(date_in("2026-01-02"), kDay);
  EXPECT_EQ(date_text(kDay), "2026-01-02");
  EXPECT_TRUE(date_in("2024-02-29"));
  for (const auto* bad : {"", "2023-02-29", "2026-1-02", "2026-01-32", "2026-00-10", "26-01-0002",
                          "2026-01-02 ", "2026/01/02", "+026-01-02"})
    EXPECT_EQ(date_in(bad), std::nullopt) << bad;
}

TEST(TimeZones, AreThoseOfTheDatabase) {
  for (const auto* good : {"America/New_York", "Europe/Berlin", "UTC", "Asia/Kolkata"})
    EXPECT_TRUE(is_time_zone(good)) << good;
  for (const auto* bad : {"", "Mars/Olympus", "america/new_york", "../../etc/passwd", "-05:00"})
    EXPECT_FALSE(is_time_zone(bad)) << bad;
  EXPECT_EQ(local_time_in("Mars/Olympus", kMoment), std::nullopt);
  EXPECT_EQ(moment_of("Mars/Olympus", LocalTime{}), std::nullopt);
}

TEST(LocalTimes, FollowTheClocksOfThePlace) {
  const auto winter = *local_time_in(kNewYork, kMoment);
  EXPECT_EQ(winter, local_days{2026y / 1 / 1} + 22h + 4min + 5s + 678ms);
  EXPECT_EQ(moment_of(kNewYork, winter), kMoment);
  const Moment summer_noon = sys_days{2026y / 7 / 1} + 12h;
  EXPECT_EQ(local_time_in(kNewYork, summer_noon), local_days{2026y / 7 / 1} + 8h);
  EXPECT_EQ(local_time_in("Asia/Kolkata", summer_noon), local_days{2026y / 7 / 1} + 17h + 30min);
}

TEST(LocalTimes, ThatAreSkippedAreTheEndOfTheGap) {
  const Moment end_of_gap = sys_days{2026y / 3 / 8} + 7h;  // 02:00 is 03:00 at once.
  const LocalTime day = local_days{2026y / 3 / 8};
  EXPECT_EQ(moment_of(kNewYork, day + 2h), end_of_gap);
  EXPECT_EQ(moment_of(kNewYork, day + 2h + 59min), end_of_gap);
  EXPECT_EQ(moment_of(kNewYork, day + 3h), end_of_gap);
  EXPECT_EQ(moment_of(kNewYork, day + 1h + 59min), end_of_gap - 1min);
}

TEST(LocalTimes, ThatAreShownTwiceAreTheFirst) {
  const Moment first = sys_days{2026y / 11 / 1} + 5h + 30min;  // 01:30 comes again an hour later.
  const LocalTime half_past_one = local_days{2026y / 11 / 1} + 1h + 30min;
  EXPECT_EQ(local_time_in(kNewYork, first), half_past_one);
  EXPECT_EQ(local_time_in(kNewYork, first + 1h), half_past_one);
  EXPECT_EQ(moment_of(kNewYork, half_past_one), first);
}

}  // namespace
}  // namespace lockstep::base
