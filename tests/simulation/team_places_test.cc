// A team never has seven at the vendor, however late those are who leave it; and nobody waits for
// a place for ever, nor without being told.
#include <gtest/gtest.h>

#include "tests/simulation/chaos_watch.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;

std::string kid(int i) {
  return "kid" + std::to_string(i);
}

class TeamPlaces : public testing::Test {
 protected:
  TeamPlaces() {
    world.restart();
    EXPECT_TRUE(world.put_coach("carl"));
    for (const auto* team : {"red", "blue"}) EXPECT_TRUE(world.put_team(team, "carl"));
    for (int i = 0; i < 13; ++i) {
      EXPECT_TRUE(world.put_competitor(kid(i), "carl"));
      EXPECT_TRUE(world.onboard(kid(i)));
    }
  }
  ~TeamPlaces() override {
    watch.look_around();
    for (const auto& violation : watch.violations()) ADD_FAILURE() << violation;
    if (HasFailure()) std::cout << watch.story();
  }

  /// Six from this one on.
  void fill(const std::string& team, int first) {
    for (int i = first; i < first + 6; ++i) world.join(kid(i), team);
    world.pass(30s);
    EXPECT_EQ(there(team), 6U);
  }
  /// The vendor refuses everything, or all on a path.
  void refuse(const std::string& path = "/") {
    mock.set_faults({{"errorRate", 1.0}, {"status", 403}, {"onlyPath", path}, {"seed", 1}});
  }
  void heal() { mock.set_faults({}); }

  /// For the place of kid 0, who cannot be taken off.
  void let_kid6_wait() {
    fill("red", 0);
    refuse("/users/delete_assignment");
    world.leave(kid(0), "red");
    world.join(kid(6), "red");
  }

  std::size_t there(const std::string& team) { return mock.records().members(team).size(); }
  std::optional<std::string> team_there(int i) { return mock.records().team_of(kid(i)); }
  projections::MembershipRow membership(int i) {
    const auto row = world.reads->roster().membership({kid(i)});
    EXPECT_TRUE(row && row.value());
    return row && row.value() ? *row.value() : projections::MembershipRow{};
  }

  MockWorld mock{1, {}};
  World& world = mock.world;
  ChaosWatch watch{mock};
};

TEST_F(TeamPlaces, ANewcomerFollowsWhoHasLeftAsSoonAsTheyAreGone) {
  let_kid6_wait();
  world.pass(4s);
  EXPECT_EQ(team_there(6), std::nullopt);
  heal();
  world.pass(60s);
  EXPECT_EQ(team_there(0), std::nullopt);
  EXPECT_EQ(team_there(6), "red");
}

TEST_F(TeamPlaces, WhoeverWaitsIsToldWhyAndNotPutThere) {
  let_kid6_wait();
  world.pass(600s);
  EXPECT_EQ(team_there(6), std::nullopt);
  EXPECT_EQ(there("red"), 6U);
  const auto row = membership(6);
  EXPECT_EQ(row.sync, projections::MembershipSync::error);
  EXPECT_EQ(row.game_platform_sync_error_code, events::kVendorTeamFull);
  EXPECT_FALSE(row.game_platform_sync_remedy.value_or("").empty());
}

TEST_F(TeamPlaces, AWishForAnotherTeamNeedNotWaitForThePlace) {
  let_kid6_wait();
  world.pass(2s);
  world.join(kid(6), "blue");
  world.pass(1s);
  EXPECT_EQ(team_there(6), "blue");
}

TEST_F(TeamPlaces, TwoWhoChangePlacesDoNotWaitForEachOther) {
  fill("red", 0);
  fill("blue", 6);
  refuse();
  world.leave(kid(0), "red");
  world.pass(1s);
  world.join(kid(6), "red");
  world.join(kid(0), "blue");
  world.pass(5s);
  heal();
  world.pass(120s);
  EXPECT_EQ(team_there(0), "blue");
  EXPECT_EQ(team_there(6), "red");
}

TEST_F(TeamPlaces, WhoIsOnlyLeftOnATeamFreesThePlace) {
  fill("red", 0);
  refuse("/teams");
  ASSERT_TRUE(world.put_team("green", "carl"));
  world.join(kid(0), "green");
  world.pass(10s);
  EXPECT_EQ(team_there(0), "red") << "until the new team is there, and nobody wants the place";
  world.join(kid(6), "red");
  world.pass(10s);
  EXPECT_EQ(team_there(0), std::nullopt);
  EXPECT_EQ(team_there(6), "red");
  heal();
  world.pass(1200s);
  EXPECT_EQ(team_there(0), "green");
}

TEST_F(TeamPlaces, ArePlacesAfterARestartToo) {
  fill("red", 0);
  refuse("/users/delete_assignment");
  world.leave(kid(0), "red");
  world.restart();
  world.join(kid(6), "red");
  world.pass(60s);
  EXPECT_EQ(team_there(6), std::nullopt);
  world.restart();
  world.pass(60s);
  EXPECT_EQ(team_there(6), std::nullopt);
  heal();
  world.pass(1200s);
  EXPECT_EQ(team_there(6), "red");
}

}  // namespace
}  // namespace lockstep::simulation
