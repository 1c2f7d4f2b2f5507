// What a proxy says in the vendor's place, and what a wrong base address says: it is no evidence of
// anything, nobody's data goes there, and it says itself what is wrong.
#include <gtest/gtest.h>

#include "tests/simulation/mock_world.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;
using boost::json::object;

const object kWrongBase{{"wrongBase", true}};
object html(int status) {
  return {{"htmlRate", 1}, {"status", status}};
}

/// A coach with a team and a competitor on it, all of them at the vendor.
class ForeignAnswers : public testing::Test {
 protected:
  ForeignAnswers() {
    EXPECT_TRUE(world.put_coach("carl"));
    EXPECT_TRUE(world.put_team("red", "carl"));
    EXPECT_TRUE(world.put_competitor("ada", "carl"));
    EXPECT_TRUE(world.put_competitor("new", "carl"));
    EXPECT_TRUE(world.onboard("ada"));
    world.join("ada", "red");
    world.pass(60s);
    EXPECT_EQ(mock.assignments().at("ada"), "red");
  }
  /// Since the start.
  std::int64_t posts(const std::string& path) {
    std::int64_t out = 0;
    for (const auto& request : mock.requests())
      if (request.at("method") == "POST" && request.at("path").as_string() == path) ++out;
    return out;
  }
  std::int64_t calls(const std::string& path) {
    std::int64_t out = 0;
    for (const auto& request : mock.requests())
      if (request.at("path").as_string() == path) ++out;
    return out;
  }
  void delete_red() {
    world.leave("ada", "red");
    world.pass(60s);
    mock.set_faults(faults_);
    EXPECT_TRUE(world.give("red", domain::TeamCommand{domain::DeleteTeam{}}));
    world.pass(30s);
  }
  void expect_red_is_not_deleted() {
    EXPECT_EQ(world.count("team.remote_deleted.v1"), 0U);
    mock.set_faults({});
    world.pass(2000s);
    EXPECT_EQ(world.count("team.remote_deleted.v1"), 1U) << "tried again by itself";
    EXPECT_EQ(mock.state().at("counts").at("teams"), 0);
  }
  void poll_ada() {
    ASSERT_TRUE(world.give("ada", domain::ScoresCommand{domain::RequestSync{}}));
    world.pass(30s);
  }
  std::string result_of(const std::string& kind) {
    const auto found = world.poll("ada", kind);
    return found ? found->result : "none";
  }

  MockWorld mock{7, {}};
  World& world = mock.world;
  object faults_;
};

TEST_F(ForeignAnswers, AWrongBaseConfirmsNoDeletion) {
  faults_ = kWrongBase;
  delete_red();
  expect_red_is_not_deleted();
}

TEST_F(ForeignAnswers, AProxysPageConfirmsNoDeletion) {
  faults_ = html(404);
  delete_red();
  expect_red_is_not_deleted();
}

TEST_F(ForeignAnswers, ARefusalInASuccessConfirmsNoDeletion) {
  faults_ = {{"refusedInSuccessRate", 1}};
  delete_red();
  expect_red_is_not_deleted();
}

TEST_F(ForeignAnswers, AWrongBaseGetsNobodysData) {
  const auto before = posts("/users");
  mock.set_faults(kWrongBase);
  ASSERT_TRUE(world.onboard("new"));
  world.pass(3600s, 1s);
  EXPECT_EQ(posts("/users"), before) << "nobody's data was sent there";
  const auto row = world.competitor("new");
  EXPECT_EQ(row.game_platform_sync_error_code, "vendor-wrong-address");
  EXPECT_NE(row.game_platform_sync_remedy.value_or("").find("address"), std::string::npos);
  mock.set_faults({});
  world.pass(2000s, 1s);
  EXPECT_EQ(world.competitor("new").status, events::CompetitorStatus::complete);
  EXPECT_EQ(posts("/users"), before + 1);
}

TEST_F(ForeignAnswers, AfterARestartAtAWrongBaseTheIndexAloneIsAskedAgain) {
  mock.set_faults(kWrongBase);
  world.restart();
  const auto before = mock.requests().size() - static_cast<std::size_t>(calls("/"));
  ASSERT_TRUE(world.onboard("new"));
  world.pass(1800s, 1s);
  const auto after = mock.requests().size() - static_cast<std::size_t>(calls("/"));
  EXPECT_LE(after, before + 1) << "but for the call that found it out";
}

TEST_F(ForeignAnswers, AProxysPageGetsNobodysData) {
  const auto before = posts("/users");
  mock.set_faults(html(404));
  ASSERT_TRUE(world.onboard("new"));
  world.pass(1800s, 1s);
  EXPECT_EQ(posts("/users"), before);
  EXPECT_EQ(world.competitor("new").game_platform_sync_error_code, "vendor-wrong-address");
}

// The proxy lets look-ups pass and stops what has somebody's name in it.
TEST_F(ForeignAnswers, WhatAProxyHasStoppedIsNotSentAgainAtOnce) {
  const auto before = posts("/users");
  mock.on_call = [&](const SeenCall& call) {
    if (call.path == "/users" && call.user == "new") mock.set_faults(html(403));
  };
  ASSERT_TRUE(world.onboard("new"));
  world.pass(25s);
  EXPECT_EQ(posts("/users"), before + 1) << "sent once";
  EXPECT_EQ(world.count("competitor.onboarded.v1"), 1U);
}

TEST_F(ForeignAnswers, AProxysPageIsNoWordAboutScores) {
  poll_ada();
  const auto flash = world.count("scores.flash_recorded.v1");
  for (const int status : {403, 404}) {
    mock.set_faults(html(status));
    poll_ada();
    EXPECT_EQ(result_of("poll_odl"), "failed") << status;
    EXPECT_EQ(result_of("poll_flash"), "failed") << status;
  }
  EXPECT_EQ(world.count("scores.flash_recorded.v1"), flash);
}

TEST_F(ForeignAnswers, AWrongBaseIsNoWordAboutScores) {
  mock.set_faults(kWrongBase);
  poll_ada();
  EXPECT_EQ(result_of("poll_odl"), "failed");
  EXPECT_EQ(result_of("poll_flash"), "failed");
}

TEST_F(ForeignAnswers, AProxysConflictMakesNoTeam) {
  mock.set_faults(html(409));
  const auto before = world.count("team.remote_created.v1");
  ASSERT_TRUE(world.put_team("blue", "carl"));
  world.pass(60s);
  EXPECT_EQ(world.count("team.remote_created.v1"), before);
}

TEST_F(ForeignAnswers, AWrongBaseStopsTheCallsAndSaysWhy) {
  mock.set_faults(kWrongBase);
  poll_ada();
  const auto report = world.system->gate_report();
  ASSERT_TRUE(report);
  EXPECT_NE(report->breaker, rate::BreakerState::closed);
  EXPECT_EQ(report->breaker_reason, "wrong_address");
  mock.set_faults({});
  world.pass(2000s, 1s);
  EXPECT_EQ(world.system->gate_report()->breaker, rate::BreakerState::closed);
}

}  // namespace
}  // namespace lockstep::simulation
