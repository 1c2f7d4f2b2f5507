// The rate limiter: never more than its rate and tolerance, and never less than it could give.
#include "engine/rate/gcra.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace lockstep::rate {
namespace {

using std::chrono::milliseconds;

// Calls as early as it may, `count` times from `now` on, and says when each passed.
std::vector<Nanos> greedy(Gcra& gcra, Nanos now, int count) {
  std::vector<Nanos> out;
  for (int i = 0; i < count; ++i) {
    now += gcra.wait(now);
    gcra.take(now);
    out.push_back(now);
  }
  return out;
}

TEST(Gcra, LetsTheFirstCallPass) {
  const Gcra gcra{10, Nanos{0}};
  EXPECT_EQ(gcra.wait(Nanos{0}), Nanos{0});
  EXPECT_EQ(gcra.wait(milliseconds{5}), Nanos{0});
}

TEST(Gcra, SpacesCallsEvenlyWithoutABurst) {
  Gcra gcra{10, Nanos{0}};
  const auto passed = greedy(gcra, milliseconds{0}, 4);
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(passed.at(static_cast<std::size_t>(i)), milliseconds{100 * i}) << i;
}

TEST(Gcra, LetsABurstPassAndThenKeepsTheRate) {
  Gcra gcra{10, milliseconds{200}};
  const auto passed = greedy(gcra, milliseconds{0}, 5);
  EXPECT_EQ(passed.at(2), milliseconds{0});
  EXPECT_EQ(passed.at(3), milliseconds{100});
  EXPECT_EQ(passed.at(4), milliseconds{200});
}

TEST(Gcra, SavesUpNoMoreThanOneBurst) {
  Gcra gcra{10, milliseconds{200}};
  greedy(gcra, milliseconds{0}, 3);
  const auto passed = greedy(gcra, std::chrono::hours{1}, 4);
  EXPECT_EQ(passed.at(2), std::chrono::hours{1});
  EXPECT_EQ(passed.at(3), std::chrono::hours{1} + milliseconds{100});
}

TEST(Gcra, PausesAndSavesNothingUpMeanwhile) {
  Gcra gcra{10, milliseconds{200}};
  gcra.pause_until(milliseconds{5'000});
  EXPECT_EQ(gcra.wait(milliseconds{0}), milliseconds{5'000});
  EXPECT_EQ(gcra.wait(milliseconds{4'999}), milliseconds{1});
  const auto passed = greedy(gcra, milliseconds{1'000}, 2);
  EXPECT_EQ(passed.at(0), milliseconds{5'000});
  EXPECT_EQ(passed.at(1), milliseconds{5'100});
}

TEST(Gcra, TakesAnotherRateFromTheNextCallOn) {
  Gcra gcra{10, Nanos{0}};
  greedy(gcra, milliseconds{0}, 2);  // The next one is due at 200 ms.
  gcra.set_rate(2);
  const auto passed = greedy(gcra, milliseconds{100}, 2);
  EXPECT_EQ(passed.at(0), milliseconds{200});
  EXPECT_EQ(passed.at(1), milliseconds{700});
}

TEST(Gcra, IsNotHurriedByAShorterPause) {
  Gcra gcra{10, Nanos{0}};
  gcra.pause_until(milliseconds{5'000});
  gcra.pause_until(milliseconds{1'000});
  EXPECT_EQ(gcra.wait(milliseconds{0}), milliseconds{5'000});
}

TEST(Gcra, NeverPassesMoreThanRateAndBurstInAnyWindow) {
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    std::mt19937 random{seed};
    const auto burst = static_cast<std::int64_t>(random() % 5 + 1);
    Gcra gcra{20, milliseconds{50} * (burst - 1)};
    std::vector<Nanos> passed;
    Nanos now{0};
    for (int i = 0; i < 300; ++i) {
      now += milliseconds{random() % 120};
      if (gcra.wait(now) > Nanos{0}) continue;
      gcra.take(now);
      passed.push_back(now);
    }
    for (std::size_t from = 0; from < passed.size(); ++from)
      for (std::size_t to = from; to < passed.size(); ++to)
        EXPECT_LE(static_cast<std::int64_t>(to - from + 1),
                  burst + (passed[to] - passed[from]) / milliseconds{50})
            << "seed " << seed;
  }
}

TEST(Gcra, OwesWhatWasTakenUntilASilenceHasPaidItBack) {
  Gcra gcra{20, milliseconds{200}};
  EXPECT_EQ(gcra.owed(Nanos{0}), Nanos{0});
  for (int i = 1; i <= 3; ++i) {
    gcra.take(milliseconds{1000});
    EXPECT_EQ(gcra.owed(milliseconds{1000}), milliseconds{50} * i);
  }
  EXPECT_EQ(gcra.owed(milliseconds{1100}), milliseconds{50});
  EXPECT_EQ(gcra.owed(milliseconds{1150}), Nanos{0});
  EXPECT_EQ(gcra.owed(milliseconds{9000}), Nanos{0}) << "nothing is saved up";
}

}  // namespace
}  // namespace lockstep::rate
