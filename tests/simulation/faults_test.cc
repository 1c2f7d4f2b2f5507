// Random commands, a vendor that answers wrongly, crashes in between: in the end it is as wanted.
#include <random>

#include <gtest/gtest.h>

#include "tests/simulation/world.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;

constexpr int kCompetitors = 9;
constexpr int kTeams = 3;

std::string competitor_name(int i) {
  return "kid" + std::to_string(i);
}
std::string team_name(int i) {
  return "team" + std::to_string(i);
}

void settle_facts(World& world) {
  ASSERT_TRUE(world.put_coach("carl"));
  for (int i = 0; i < kTeams; ++i) ASSERT_TRUE(world.put_team(team_name(i), "carl"));
  for (int i = 0; i < kCompetitors; ++i)
    ASSERT_TRUE(world.put_competitor(competitor_name(i), "carl"));
}

void act_at_random(World& world, std::mt19937_64& dice) {
  const auto roll = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(dice); };
  const auto competitor = competitor_name(roll(kCompetitors));
  switch (roll(8)) {
    case 0:
    case 1:
      (void)world.onboard(competitor);
      break;
    case 2:
    case 3:
    case 4:
      world.join(competitor, team_name(roll(kTeams)));
      break;
    case 5:
      world.leave(competitor, team_name(roll(kTeams)));
      break;
    case 6:
      world.pass(std::chrono::seconds{roll(5) + 1});
      break;
    default:
      if (roll(4) == 0) world.restart();
  }
}

void expect_as_wanted(World& world) {
  const auto remote = world.vendor.assignments();
  std::map<std::string, int> sizes;
  for (int i = 0; i < kCompetitors; ++i) {
    const auto name = competitor_name(i);
    const auto row = world.competitor(name);
    EXPECT_EQ(row.status, events::CompetitorStatus::complete) << name;
    EXPECT_EQ(world.vendor.creations(name), 1) << name << " was created more or less than once";
    const auto at = remote.find(name);
    const auto there = at == remote.end() ? std::nullopt : std::optional(TeamId{at->second});
    EXPECT_EQ(row.team_id, there) << name << " is not where they should be";
    if (row.team_id) ++sizes[row.team_id->value];
  }
  for (const auto& [team, size] : sizes) EXPECT_LE(size, 6) << team;
  const auto work = world.reads->work().open_work();
  for (const auto& row : work.value().rows)
    EXPECT_FALSE(events::enum_name(row.kind).starts_with("call_"));
}

class RandomFaults : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomFaults, TheVendorEndsAsTheLogSays) {
  const auto seed = GetParam();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 dice{seed};
  World world{seed};
  world.vendor.behaviour.second_create_conflicts = seed % 2 == 0;
  world.vendor.behaviour.moving_conflicts = seed % 3 == 0;
  settle_facts(world);
  world.vendor.set_faults({.timeout_before = 0.05,
                           .timeout_after = 0.05,
                           .server_error = 0.1,
                           .rate_limited = 0.05,
                           .refused = 0.05});
  for (int i = 0; i < 60; ++i) act_at_random(world, dice);
  world.vendor.set_faults({});
  // Who was sent in vain is sent again when somebody asks for it, and no call is open.
  for (int times = 0; times < 2; ++times) {
    world.pass(60s);
    for (int i = 0; i < kCompetitors; ++i) (void)world.onboard(competitor_name(i));
  }
  world.pass(1200s);
  expect_as_wanted(world);
  EXPECT_TRUE(world.log->verify({}));
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomFaults, testing::Range<std::uint64_t>(1, 101));

}  // namespace
}  // namespace lockstep::simulation
