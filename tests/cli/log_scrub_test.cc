// When the whole log is read anew, and what is told of it.
#include "adapters/cli/log_scrub.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "engine/log/log_errors.h"
#include "tests/support/eventually.h"
#include "tests/support/memory_operations.h"

namespace lockstep::cli {
namespace {

using namespace std::chrono_literals;
using testing_support::eventually;

class LogScrubs : public testing::Test {
 protected:
  struct SetClock final : ports::Clock {
    [[nodiscard]] Timestamp now() const override { return {at.load()}; }
    std::atomic<std::int64_t> at{1'700'000'000'000};
  };
  std::unique_ptr<LogScrub> start(std::chrono::milliseconds interval = 1h) {
    return std::make_unique<LogScrub>(
        LogScrub::Ports{[this](const auto& go_on) { return verify(go_on); }, operations_, clock_,
                        logger_, [this] { return met_.load(); }},
        ScrubTimes{.interval = interval, .pause = 1ms, .longest_wait = 5ms});
  }
  Result<log::Head> verify(const std::function<bool(Position)>& go_on) {
    ++readings_;
    while (endless_)
      if (!go_on(Position{7})) return log::verify_stopped();
    if (damaged_ && finding_is_meeting_) met_ = true;  // As of a WatchedLog.
    if (damaged_) return log::damaged("Position 9: another one.");
    return log::Head{Position{12}, {}};
  }
  bool has_read(int times) {
    return eventually([&] { return readings_ == times; });
  }
  bool knows_of(const LogScrub& scrub, const std::string& problem) {
    return eventually([&] { return scrub.last() && scrub.last()->problem == problem; });
  }

  std::atomic<bool> met_{false};
  std::atomic<bool> finding_is_meeting_{false};
  SetClock clock_;
  testing_support::MemoryOperations operations_;
  ports::NullLogger logger_;
  std::atomic<int> readings_{0};
  std::atomic<bool> damaged_{false};
  std::atomic<bool> endless_{false};
};

TEST_F(LogScrubs, ALogThatWasNeverReadIsReadAtOnce) {
  const auto scrub = start();
  ASSERT_TRUE(knows_of(*scrub, ""));
  EXPECT_EQ(scrub->last()->position, Position{12});
  EXPECT_TRUE(scrub->check().ok);
  EXPECT_NE(scrub->check().detail.find("position 12"), std::string::npos);
}

TEST_F(LogScrubs, OneIsEnoughForAnInterval) {
  const auto scrub = start();
  ASSERT_TRUE(knows_of(*scrub, ""));
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(readings_, 1);
}

TEST_F(LogScrubs, ARestartNeitherForgetsNorBeginsAnew) {
  ASSERT_TRUE(knows_of(*start(), ""));
  clock_.at += 1000;
  const auto again = start();
  EXPECT_EQ(again->last()->position, Position{12});
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(readings_, 1);
}

TEST_F(LogScrubs, AfterTheIntervalItIsReadAgain) {
  ASSERT_TRUE(knows_of(*start(), ""));
  clock_.at += std::chrono::milliseconds(1h).count();
  const auto again = start();
  EXPECT_TRUE(has_read(2));
}

TEST_F(LogScrubs, AClockThatWasPutBackDoesNotPutItOff) {
  ASSERT_TRUE(knows_of(*start(), ""));
  clock_.at -= std::chrono::milliseconds(1h).count() * 1000;
  const auto again = start();
  EXPECT_TRUE(has_read(2));
}

TEST_F(LogScrubs, DamageIsToldUntilItIsGone) {
  damaged_ = true;
  {
    const auto scrub = start();
    ASSERT_TRUE(knows_of(*scrub, "log-damaged"));
    EXPECT_FALSE(scrub->check().ok);
    EXPECT_NE(scrub->check().detail.find("lockstep verify"), std::string::npos);
  }
  endless_ = true;
  {
    const auto again = start();
    ASSERT_TRUE(has_read(2)) << "whoever starts again has done something about it";
    EXPECT_FALSE(again->check().ok) << "until it has been read";
  }
  endless_ = damaged_ = false;
  const auto mended = start();
  EXPECT_TRUE(knows_of(*mended, ""));
  EXPECT_TRUE(mended->check().ok);
}

TEST_F(LogScrubs, DamageThatSomebodyMetIsLookedForAtOnceAndOnce) {
  const auto scrub = start();
  ASSERT_TRUE(knows_of(*scrub, ""));
  damaged_ = met_ = true;
  ASSERT_TRUE(knows_of(*scrub, "log-damaged"));
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(readings_, 2);
}

TEST_F(LogScrubs, WhatOneHasFoundItselfIsNotLookedForAgain) {
  damaged_ = finding_is_meeting_ = true;
  const auto scrub = start();
  ASSERT_TRUE(knows_of(*scrub, "log-damaged"));
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(readings_, 1);
}

TEST_F(LogScrubs, AStopEndsOneThatIsUnderWayAndNothingIsSaidOfIt) {
  endless_ = true;
  auto scrub = start();
  ASSERT_TRUE(has_read(1));
  scrub.reset();
  EXPECT_TRUE(operations_.runs({}, 10).value().empty());
}

TEST_F(LogScrubs, CanBeTurnedOff) {
  const auto scrub = start(0ms);
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(readings_, 0);
  EXPECT_TRUE(scrub->check().ok);
}

TEST_F(LogScrubs, WhatAnotherBuildNotedCountsAsNeverDone) {
  for (const auto* counts :
       {"", "[]", "{}", R"({"position":-1,"problem":""})", R"({"position":1})"}) {
    operations_.note(ports::QuietRun{"log-scrub", {1}, clock_.now(), counts});
    endless_ = true;
    EXPECT_FALSE(start()->last()) << counts;
  }
}

}  // namespace
}  // namespace lockstep::cli
