// The gate as a part of the whole engine, against the mock's hidden limit: the client reads
// Retry-After, the gate keeps it for everybody, polls saturate it, and a coach hardly waits.
#include <cstdio>

#include <gtest/gtest.h>

#include "tests/simulation/mock_world.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;

constexpr int kKids = 60;

std::string kid(int i) {
  return "kid" + std::to_string(i);
}

/// Everybody is polled all the time, so that there is always more to do than may be done.
void saturate(MockWorld& mock) {
  auto& world = mock.world;
  world.settings.vendor.rate = {5, 500};
  world.settings.plan.intervals.poll = 1s;
  world.restart();
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_team("red", "carl"));
  for (int i = 0; i < kKids; ++i) {
    ASSERT_TRUE(world.put_competitor(kid(i), "carl"));
    ASSERT_TRUE(world.onboard(kid(i)));
  }
}

struct Request {
  std::int64_t at{};
  bool refused = false;
};

// Of what passes the gate: GET / passes beside it, once for a process where nothing is wrong.
std::vector<Request> requests_since(MockWorld& mock, std::int64_t ms) {
  std::vector<Request> out;
  for (const auto& request : mock.requests()) {
    if (request.at("path") == "/") continue;
    const auto at = request.at("at").as_int64();
    if (at >= ms) out.push_back({at, request.at("status") == 429});
  }
  return out;
}

void expect_nine_tenths_of(double per_second, double seconds,
                           const std::vector<Request>& requests) {
  const auto refused = std::ranges::count_if(requests, &Request::refused);
  const auto all = static_cast<double>(requests.size());
  const auto used = (all - static_cast<double>(refused)) / (per_second * seconds);
  std::printf("  whole engine, limit %4.1f/s: %.1f %% of it used, %.2f %% answered 429\n",
              per_second, 100 * used, 100 * static_cast<double>(refused) / all);
  EXPECT_GE(used, 0.9);
  EXPECT_LE(static_cast<double>(refused), 0.005 * all);
}

void expect_nobody_within(std::int64_t ms, const std::vector<Request>& requests) {
  for (std::size_t i = 1; i < requests.size(); ++i) {
    if (!requests[i - 1].refused) continue;
    EXPECT_GE(requests[i].at - requests[i - 1].at, ms) << "Retry-After is for everybody";
  }
}

class WholeGate : public testing::TestWithParam<int> {};

TEST_P(WholeGate, UsesAHiddenLimitAndKeepsRetryAfter) {
  const double limit = GetParam();
  MockWorld mock{static_cast<std::uint64_t>(GetParam()), {}};
  saturate(mock);
  mock.set_faults({{"rateLimitPerSecond", limit}, {"retryAfter", 2}});
  mock.world.pass(60s, 5ms);
  const auto begin = mock.world.clock.now().value;
  mock.world.pass(200s, 5ms);
  const auto requests = requests_since(mock, begin);
  expect_nine_tenths_of(limit, 200, requests);
  expect_nobody_within(2000, requests_since(mock, 0));
}

TEST_P(WholeGate, IsBackSoonWhenTheLimitIsHalved) {
  const double limit = GetParam();
  MockWorld mock{static_cast<std::uint64_t>(GetParam()), {}};
  saturate(mock);
  mock.set_faults({{"rateLimitPerSecond", limit}, {"retryAfter", 2}});
  mock.world.pass(90s, 5ms);
  mock.set_faults({{"rateLimitPerSecond", limit / 2}, {"retryAfter", 2}});
  mock.world.pass(30s, 5ms);
  const auto begin = mock.world.clock.now().value;
  mock.world.pass(200s, 5ms);
  expect_nine_tenths_of(limit / 2, 200, requests_since(mock, begin));
  expect_nobody_within(2000, requests_since(mock, 0));
}

INSTANTIATE_TEST_SUITE_P(Limits, WholeGate, testing::Values(10, 20, 40));

TEST(WholeGateReport, ACoachIsServedWhileEverybodyIsPolled) {
  MockWorld mock{3, {}};
  saturate(mock);
  mock.set_faults({{"rateLimitPerSecond", 10}, {"retryAfter", 2}});
  mock.world.pass(60s, 5ms);
  ASSERT_TRUE(mock.world.put_competitor("newcomer", "carl"));
  ASSERT_TRUE(mock.world.onboard("newcomer"));
  mock.world.join("newcomer", "red");
  mock.world.pass(6s, 5ms);  // Look up, create, assign; one refusal may fall in between.
  EXPECT_EQ(mock.world.competitor("newcomer").status, events::CompetitorStatus::complete);
  EXPECT_EQ(mock.state().at("counts").at("assignments"), 1);
}

TEST(WholeGateFairness, ACoachWhoFloodsDoesNotDelayTheOthers) {
  constexpr int kOthers = 19;
  constexpr int kFlood = 100;
  MockWorld mock{5, {}};
  auto& world = mock.world;
  const auto coach = [](int i) { return "coach" + std::to_string(i); };
  for (int i = 0; i <= kOthers; ++i) ASSERT_TRUE(world.put_coach(coach(i)));
  for (int i = 0; i <= kOthers; ++i)
    ASSERT_TRUE(world.give(coach(i), domain::CoachCommand{domain::EnsureCoachAccount{}}));
  world.pass(30s);
  world.settings.vendor.rate = {5, 5};
  world.restart();
  for (int i = 0; i < kFlood; ++i) {
    ASSERT_TRUE(world.put_competitor(kid(i), coach(0)));
    ASSERT_TRUE(world.onboard(kid(i)));
  }
  for (int i = 1; i <= kOthers; ++i) {
    ASSERT_TRUE(world.put_competitor("of-" + coach(i), coach(i)));
    ASSERT_TRUE(world.onboard("of-" + coach(i)));
  }
  // Two calls each, and as many for the flood as for anybody: 8 s at 5 a second. But what had been
  // begun for the flood by then is finished first.
  world.pass(35s, 10ms);
  int done = 0;
  for (int i = 1; i <= kOthers; ++i)
    if (world.competitor("of-" + coach(i)).status == events::CompetitorStatus::complete) ++done;
  EXPECT_EQ(done, kOthers);
  int flooded = 0;
  for (int i = 0; i < kFlood; ++i)
    if (world.competitor(kid(i)).status == events::CompetitorStatus::complete) ++flooded;
  EXPECT_LT(flooded, kFlood) << "the others did not have to wait for all of them";
}

TEST(WholeGateReport, ItsReportIsWhatTheVendorSaw) {
  MockWorld mock{4, {}};
  saturate(mock);
  mock.world.pass(20s, 5ms);
  const auto report = mock.world.system->gate_report();
  ASSERT_TRUE(report);
  const auto seen = static_cast<std::int64_t>(requests_since(mock, 0).size());
  EXPECT_EQ(report->total.total(), seen);
  EXPECT_EQ(report->last_minute.total(), seen);
  mock.world.system->set_vendor_limits({.rate = {5, 7}, .max_concurrency = 20});
  mock.world.pass(1s, 5ms);
  EXPECT_EQ(mock.world.system->gate_report()->max_calls_per_second, 7);
  EXPECT_EQ(mock.world.system->gate_report()->max_concurrency, 20U);
}

}  // namespace
}  // namespace lockstep::simulation
