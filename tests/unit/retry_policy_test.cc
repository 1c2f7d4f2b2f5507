// When a failed call comes back: bounded, spread, and always the same for the same command.
#include "engine/retry_policy.h"

#include <set>

#include <gtest/gtest.h>

namespace lockstep {
namespace {

const events::CallFailure kPassing{"vendor-timeout", 0, "", "", true};
const events::CallFailure kLasting{"vendor-rejected", 422, "", "", false};
constexpr Timestamp kNow{1'000'000};

const events::CallFailure kMalformed{std::string(events::kVendorAnswerMalformed), 200, "", "",
                                     true};

std::int64_t wait(std::int64_t attempt, const std::string& seed,
                  const events::CallFailure& failure = kPassing) {
  return next_retry(failure, attempt, kNow, seed).value().value - kNow.value;
}

TEST(RetryPolicy, DoesNotRetryWhatDoesNotPass) {
  EXPECT_EQ(next_retry(kLasting, 1, kNow, "seed"), std::nullopt);
}

TEST(RetryPolicy, DecidesTheSameForTheSameCommand) {
  EXPECT_EQ(wait(3, "seed"), wait(3, "seed"));
}

TEST(RetryPolicy, StaysBetweenHalfASecondAndADoublingCeiling) {
  for (std::int64_t attempt = 1; attempt <= 40; ++attempt) {
    const auto doublings = std::min<std::int64_t>(attempt - 1, 20);
    const auto ceiling = std::min(kRetryBaseMs << doublings, kRetryCapMs);
    for (int seed = 0; seed < 200; ++seed) {
      const auto waited = wait(attempt, "seed-" + std::to_string(seed));
      EXPECT_GE(waited, 500) << attempt;
      EXPECT_LE(waited, ceiling) << attempt;
    }
  }
}

TEST(RetryPolicy, AsksSlowlyWhereAnAnswerMadeNoSense) {
  for (std::int64_t attempt = 1; attempt <= 40; ++attempt)
    for (int seed = 0; seed < 50; ++seed) {
      auto elsewhere = kMalformed;
      elsewhere.code = events::kVendorWrongAddress;
      const auto waited = wait(attempt, "seed-" + std::to_string(seed), elsewhere);
      EXPECT_GE(waited, kSlowRetryBaseMs / 2) << attempt;
      EXPECT_LE(waited, attempt == 1 ? kSlowRetryBaseMs : kRetryCapMs) << attempt;
      if (attempt > 1) {
        EXPECT_EQ(wait(attempt, "seed-" + std::to_string(seed), kMalformed), waited);
      }
    }
}

TEST(RetryPolicy, OneAnswerThatMadeNoSenseDelaysByNoMoreThanAnother) {
  for (int seed = 0; seed < 50; ++seed)
    EXPECT_EQ(wait(1, "seed-" + std::to_string(seed), kMalformed),
              wait(1, "seed-" + std::to_string(seed)));
}

TEST(RetryPolicy, LooksForAFreePlaceOften) {
  const events::CallFailure full{std::string(events::kVendorTeamFull), 0, "", "", true};
  for (std::int64_t attempt = 1; attempt <= 40; ++attempt)
    EXPECT_LE(wait(attempt, "seed-" + std::to_string(attempt), full), kPlaceRetryCapMs) << attempt;
}

TEST(RetryPolicy, TakesAnyAttemptNumber) {
  for (const std::int64_t attempt : {std::int64_t{-5}, std::int64_t{0}, INT64_MAX})
    EXPECT_GE(wait(attempt, "seed"), 500) << attempt;
  EXPECT_LE(wait(0, "seed"), kRetryBaseMs);
  EXPECT_LE(wait(INT64_MAX, "seed"), kRetryCapMs);
}

TEST(RetryPolicy, IsDueWhenItsTimeHasComeOrCannotBeOfThisClock) {
  const auto in = [](std::int64_t ms) { return Timestamp{kNow.value + ms}; };
  EXPECT_TRUE(retry_is_due(in(-1), kNow));
  EXPECT_TRUE(retry_is_due(in(0), kNow));
  EXPECT_FALSE(retry_is_due(in(1), kNow));
  EXPECT_FALSE(retry_is_due(in(kRetryCapMs), kNow));
  EXPECT_TRUE(retry_is_due(in(kRetryCapMs + 1), kNow));
}

TEST(RetryPolicy, SpreadsCallsThatFailedTogether) {
  std::set<std::int64_t> waits;
  std::int64_t early = 0;
  for (int seed = 0; seed < 1'000; ++seed) {
    const auto waited = wait(12, "seed-" + std::to_string(seed));
    waits.insert(waited);
    if (waited < kRetryCapMs / 2) ++early;
  }
  EXPECT_GT(waits.size(), 900U);
  EXPECT_GT(early, 300);  // Full jitter: over the whole width, not around its end.
  EXPECT_LT(early, 700);
}

}  // namespace
}  // namespace lockstep
