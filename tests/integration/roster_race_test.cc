// Who is on which team is what was acknowledged last, whatever was still on its way and whenever
// the process dies.
#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/metactf_mock/mock_server.h"
#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_id.h"

namespace lockstep::integration {
namespace {

constexpr int kKids = 4;

std::string kid(int number) {
  return "kid-" + std::to_string(number);
}
std::string place(const std::string& team, int number) {
  return "/api/teams/" + team + "/members/" + kid(number);
}

/// Where somebody may be, by what was answered: the team, or "" for none.
struct Told {
  std::vector<std::string> possible{""};
  /// `to` was asked for. Without an answer both may be so.
  void asked(const std::string& to, bool answered) {
    if (answered)
      possible = {to};
    else
      possible.push_back(to);
  }
};

class RosterRace : public testing::Test {
 protected:
  void SetUp() override {
    engine_.start();
    ApiClient api{engine_.port()};
    ASSERT_EQ(api.put("/api/coaches/coach-1", coach_body()).status, 200);
    for (const auto* team : {"first", "second"})
      ASSERT_EQ(api.put(std::string("/api/teams/") + team, team_body("coach-1", team)).status, 200);
    for (int i = 0; i < kKids; ++i)
      ASSERT_EQ(api.put("/api/competitors/" + kid(i), competitor_body("coach-1", kid(i))).status,
                200);
  }
  // On the first team, moved to the second, taken off it; until there is no answer.
  void move_about(int number, Told& told) {
    ApiClient api{engine_.port()};
    const auto ask = [&](const std::string& to, int status) {
      told.asked(to, status == 200);
      return status != 0;
    };
    if (!ask("first", api.put(place("first", number), {}).status)) return;
    if (!ask("second", api.put(place("second", number), {}).status)) return;
    ask("", api.del(place("second", number)).status);
  }
  std::string where(int number) {
    const auto answer = ApiClient{engine_.port()}.get("/api/competitors/" + kid(number)).json();
    const auto* team = answer.if_contains("teamId");
    if (team == nullptr || !team->is_string()) return "";
    for (const auto* name : {"first", "second"})
      if (team->as_string() == testing_support::test_id(name)) return name;
    return "?";
  }
  void expect_as_told(const std::vector<Told>& told) {
    for (int i = 0; i < kKids; ++i)
      EXPECT_TRUE(eventually(5,
                             [&] {
                               return std::ranges::count(told[static_cast<std::size_t>(i)].possible,
                                                         where(i)) > 0;
                             }))
          << kid(i) << " is on \"" << where(i) << '"';
  }

  std::unique_ptr<metactf_mock::MockServer> mock_ = start_mock();
  testing_support::TempDir dir_;
  EngineProcess engine_{{.data_dir = dir_.path() / "data",
                         .vendor_url = mock_->base_url(),
                         .database_url = "",
                         .flags = {}}};
};

// 9 of 180 were on a team that they had been taken off.
TEST_F(RosterRace, WhoWasTakenOffStaysOff) {
  for (int round = 0; round < 15; ++round) {
    std::vector<Told> told(kKids);
    {
      std::vector<std::jthread> clients;
      for (int i = 0; i < kKids; ++i)
        clients.emplace_back([&, i] { move_about(i, told[static_cast<std::size_t>(i)]); });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{30});  // For what came late.
    for (int i = 0; i < kKids; ++i) {
      ASSERT_EQ(told[static_cast<std::size_t>(i)].possible, std::vector<std::string>{""});
      ASSERT_EQ(where(i), "") << "round " << round;
    }
  }
  EXPECT_EQ(engine_.stop(), 0);
}

// The position of a DELETE was that of the team's letting go, and the competitor left one later;
// and a team could not be deleted whose only member had just been moved.
TEST_F(RosterRace, AnAnswerHasItsWholeEffectAtItsPosition) {
  ApiClient api{engine_.port()};
  for (int round = 0; round < 20; ++round) {
    const auto team = "old-" + std::to_string(round);
    ASSERT_EQ(api.put("/api/teams/" + team, team_body("coach-1", team)).status, 200);
    ASSERT_EQ(api.put(place(team, 0), {}).status, 200);
    ASSERT_EQ(api.put(place("second", 0), {}).status, 200);
    EXPECT_EQ(api.del("/api/teams/" + team).status, 200) << "nobody is on it any more";
    const auto left = api.del(place("second", 0));
    ASSERT_EQ(left.status, 200);
    const auto at = boost::json::serialize(left.json().at("position"));
    for (const auto* parameter : {"?minPosition=", "?asOf="})
      EXPECT_TRUE(
          api.get("/api/competitors/" + kid(0) + parameter + at).json().at("teamId").is_null())
          << parameter;
  }
  EXPECT_EQ(engine_.stop(), 0);
}

TEST_F(RosterRace, WhatWasAcknowledgedHoldsAfterAKill) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 dice{seed};
  std::vector<Told> told(kKids);
  for (int round = 0; round < 12; ++round) {
    {
      std::vector<std::jthread> clients;
      for (int i = 0; i < kKids; ++i)
        clients.emplace_back([&, i] { move_about(i, told[static_cast<std::size_t>(i)]); });
      std::this_thread::sleep_for(
          std::chrono::microseconds{std::uniform_int_distribution<int>(1'000, 60'000)(dice)});
      engine_.kill_hard();
    }
    engine_.start();
    expect_as_told(told);
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
    expect_as_told(told);
  }
  EXPECT_EQ(engine_.stop(), 0);
}

}  // namespace
}  // namespace lockstep::integration
