// A vendor whose limit nobody told us: it is found, used, and not run against. Numbers are printed.
#include <cstdio>

#include <gtest/gtest.h>

#include "tests/support/gate_lab.h"

namespace lockstep::testing_support {
namespace {

using namespace std::chrono_literals;

struct HiddenLimit {
  double per_second;
  std::optional<Nanos> retry_after;
  std::uint64_t seed;
};

class LearnedRate : public testing::TestWithParam<HiddenLimit> {
 protected:
  static GateLab saturated_lab() {
    const auto& hidden = GetParam();
    GateLab lab{{.rate = {5, 500}, .max_concurrency = 32}, hidden.seed};
    lab.vendor.per_second = hidden.per_second;
    lab.vendor.retry_after = hidden.retry_after;
    lab.demand = [](GateLab& l) { l.keep_waiting(rate::Lane::sweep, "", 40); };
    return lab;
  }
  static double used(const GateLab& lab, Nanos from, Nanos to) {
    const std::chrono::duration<double> time = to - from;
    return static_cast<double>(lab.tally(from, to).passed) / (lab.vendor.per_second * time.count());
  }
  static double refused(const GateLab& lab, Nanos from, Nanos to) {
    const auto tally = lab.tally(from, to);
    return static_cast<double>(tally.refused) / static_cast<double>(tally.passed + tally.refused);
  }
};

TEST_P(LearnedRate, UsesNineTenthsOfAHiddenLimitWithHardlyARefusal) {
  auto lab = saturated_lab();
  lab.run_for(360s);
  const auto part = used(lab, 60s, 360s);
  const auto rejections = refused(lab, 60s, 360s);
  std::printf("  limit %5.1f/s: %.1f %% of it used, %.2f %% answered 429 (60 s to 360 s)\n",
              GetParam().per_second, 100 * part, 100 * rejections);
  EXPECT_GE(part, 0.9);
  EXPECT_LE(rejections, 0.005);
  EXPECT_FALSE(lab.undershot());
}

TEST_P(LearnedRate, IsBackWithinThirtySecondsWhenTheLimitIsHalved) {
  auto lab = saturated_lab();
  lab.run_for(120s);
  lab.vendor.per_second /= 2;
  lab.run_for(330s);
  const auto part = used(lab, 150s, 450s);
  const auto rejections = refused(lab, 150s, 450s);
  std::printf(
      "  halved to %5.1f/s: %.1f %% of it used, %.2f %% answered 429 (30 s to 330 s after)\n",
      lab.vendor.per_second, 100 * part, 100 * rejections);
  EXPECT_GE(part, 0.9);
  EXPECT_LE(rejections, 0.005);
  EXPECT_FALSE(lab.undershot());
}

TEST_P(LearnedRate, FindsOutWhenTheLimitIsRaised) {
  auto lab = saturated_lab();
  lab.run_for(120s);
  lab.vendor.per_second *= 2;
  lab.run_for(600s);
  EXPECT_GE(used(lab, 600s, 720s), 0.9);
  EXPECT_FALSE(lab.undershot());
}

INSTANTIATE_TEST_SUITE_P(Limits, LearnedRate,
                         testing::Values(HiddenLimit{5, 1s, 1}, HiddenLimit{10, 2s, 2},
                                         HiddenLimit{20, 5s, 3}, HiddenLimit{20, {}, 4},
                                         HiddenLimit{50, 1s, 5}, HiddenLimit{100, 0s, 6},
                                         HiddenLimit{200, 5s, 7}),
                         [](const auto& hidden) {
                           return "Seed" + std::to_string(hidden.param.seed);
                         });

TEST(LearnedRateAlone, NeverRisesWhileNobodyWaitsForIt) {
  rate::LearnedRate learned{{5, 50}};
  for (int i = 1; i <= 1000; ++i) learned.accepted(i * 100ms, false);
  EXPECT_DOUBLE_EQ(learned.per_second(), 5);
}

TEST(LearnedRateAlone, ALongSilenceIsNoReasonToTryHard) {
  rate::LearnedRate learned{{100, 1000}};
  for (int i = 1; i <= 100; ++i) learned.accepted(i * 10ms, true);
  learned.rejected(1010ms, 1005ms, 1s);
  const auto before = learned.per_second();
  const Nanos day{24h};
  for (int i = 1; i <= 20; ++i) learned.accepted(day + i * 100ms, true);  // Two seconds of demand.
  EXPECT_LE(learned.per_second(), 1.02 * before);
}

TEST(LearnedRateAlone, NeverPassesWhatIsConfigured) {
  rate::LearnedRate learned{{5, 8}};
  for (int i = 1; i <= 1000; ++i) learned.accepted(i * 100ms, true);
  EXPECT_DOUBLE_EQ(learned.per_second(), 8);
  learned.set_limits({5, 3});
  EXPECT_DOUBLE_EQ(learned.per_second(), 3);
}

TEST(LearnedRateAlone, CallsThatWereUnderWayTogetherAreOneRefusal) {
  rate::LearnedRate learned{{100, 100}};
  learned.rejected(10s, 9900ms, 1s);
  const auto after_one = learned.per_second();
  learned.rejected(10'010ms, 9950ms, 1s);
  learned.rejected(10'020ms, 9960ms, 1s);
  EXPECT_DOUBLE_EQ(learned.per_second(), after_one);
}

TEST(LearnedRateAlone, TheLongestRetryAfterHoldsForAll) {
  rate::LearnedRate learned{{100, 100}};
  EXPECT_EQ(learned.rejected(10s, 9900ms, 20s), 30s);
  EXPECT_EQ(learned.rejected(11s, 9950ms, 2s), 30s);
}

TEST(LearnedRateAlone, WithoutRetryAfterThePauseIsGuessedAndDoubles) {
  rate::LearnedRate learned{{100, 100}};
  EXPECT_EQ(learned.rejected(10s, 9900ms, std::nullopt), 11s);
  EXPECT_EQ(learned.rejected(12s, 11900ms, std::nullopt), 14s);
  EXPECT_EQ(learned.rejected(15s, 14900ms, std::nullopt), 19s);
  learned.accepted(20s, true);
  EXPECT_EQ(learned.rejected(21s, 20900ms, std::nullopt), 22s);
}

TEST(LearnedRateAlone, AStartGoesOnFromHalfOfWhatWasLearnedBeforeIt) {
  const rate::RateLimits limits{5, 50};
  const auto begun_with = [&](const rate::Learned& before) {
    rate::LearnedRate rate{limits};
    rate.resume(before);
    return rate::Learned{rate.per_second(), rate.ceiling()};
  };
  EXPECT_EQ(begun_with({8, 10}), (rate::Learned{4, 10}));
  EXPECT_EQ(begun_with({1, 1.2}), (rate::Learned{0.5, 1.2})) << "slower than a first start";
  EXPECT_EQ(begun_with({40, {}}), (rate::Learned{20, {}}));
  EXPECT_EQ(begun_with({6, {}}), (rate::Learned{5, {}})) << "nobody objected to more";
  EXPECT_EQ(begun_with({500, {}}).per_second, 25) << "never faster than configured";
  EXPECT_GT(begun_with({0, 0.0}).per_second, 0) << "damaged: still calls";
  EXPECT_GT(begun_with({-1e300, -1}).per_second, 0);
}

TEST(LearnedRateAlone, OneRefusalNeverLowersItByMoreThanAThird) {
  rate::LearnedRate learned{{100, 100}};
  learned.rejected(10s, 9900ms, 1s);
  EXPECT_GE(learned.per_second(), 100 * 0.67);
}

}  // namespace
}  // namespace lockstep::testing_support
