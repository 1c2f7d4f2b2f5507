// From commands to a vendor that has what we want, in virtual time.
#include <gtest/gtest.h>

#include "tests/simulation/world.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;
using testing_support::FakeVendor;

ports::OdlScores scores_with(std::vector<std::int64_t> times) {
  ports::OdlScores out;
  for (const auto time : times) {
    events::Solve solve;
    solve.challenge_solve_id = time;
    solve.challenge_id = time * 10;
    solve.challenge_points = 100;
    solve.solved_at = VendorTime{time};
    out.solves.push_back(solve);
  }
  out.totals.challenges_solved = static_cast<std::int64_t>(times.size());
  out.totals.points = 100 * out.totals.challenges_solved;
  return out;
}

TEST(Convergence, ACompetitorIsOnboardedPutOnTheirTeamAndPolled) {
  World world{1};
  world.vendor.set_odl("ada", scores_with({1000, 2000}));
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_team("red", "carl"));
  ASSERT_TRUE(world.put_competitor("ada", "carl"));
  world.join("ada", "red");
  ASSERT_TRUE(world.onboard("ada"));
  world.pass(10s);
  EXPECT_EQ(world.vendor.assignments(), (std::map<std::string, std::string>{{"ada", "red"}}));
  const auto row = world.competitor("ada");
  EXPECT_EQ(row.status, events::CompetitorStatus::complete);
  EXPECT_EQ(row.remote_team_id, TeamId{"red"});
  const auto stats = world.reads->scores().stats({"ada"});
  ASSERT_TRUE(stats && stats.value());
  EXPECT_EQ(stats.value()->odl_solves_stored, 2);
  EXPECT_EQ(stats.value()->challenges_completed, 2);
  const auto flash = world.poll("ada", "poll_flash");
  ASSERT_TRUE(flash) << "without news it is in no event, but it was asked";
  EXPECT_TRUE(flash->answered_at);
}

TEST(Convergence, OnboardingAThousandTimesIsOnboardingOnce) {
  World world{2};
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_competitor("ada", "carl"));
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(world.onboard("ada"));
  world.pass(5s);
  EXPECT_EQ(world.vendor.creations("ada"), 1);
  EXPECT_EQ(world.count("competitor.onboarded.v1"), 1U);
  EXPECT_EQ(world.count("competitor.onboarding_wanted.v1"), 1U);
}

TEST(Convergence, OptionalCoachApprovalParksAndGoesOnByItself) {
  World world{3};
  world.vendor.behaviour.status["carl"] = "pending_approval";
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_competitor("ada", "carl"));
  ASSERT_TRUE(world.onboard("ada"));
  world.pass(10s);
  EXPECT_EQ(world.competitor("ada").onboarding, projections::OnboardingState::parked);
  EXPECT_EQ(world.vendor.creations("ada"), 0);
  world.vendor.set_status("carl", "approved");
  world.pass(120s);
  EXPECT_EQ(world.competitor("ada").status, events::CompetitorStatus::complete);
}

TEST(Convergence, TheDesiredTeamBelongsToTheCompetitor) {
  World world{4};
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_team("red", "carl"));
  ASSERT_TRUE(world.put_team("blue", "carl"));
  ASSERT_TRUE(world.put_competitor("ada", "carl"));
  ASSERT_TRUE(world.onboard("ada"));
  world.join("ada", "red");
  world.join("ada", "blue");
  world.join("ada", "red");
  world.pass(30s);
  EXPECT_EQ(world.vendor.assignments().at("ada"), "red");
  world.leave("ada", "red");
  world.pass(30s);
  EXPECT_TRUE(world.vendor.assignments().empty());
}

TEST(Convergence, LevelTriggeredWhatIsWantedAndNotSoIsRetried) {
  World world{5};
  world.vendor.set_faults({.refused = 1});
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_competitor("ada", "carl"));
  ASSERT_TRUE(world.onboard("ada"));
  world.pass(60s);
  EXPECT_TRUE(world.vendor.users().empty());
  world.vendor.set_faults({});
  world.pass(600s);
  EXPECT_EQ(world.competitor("ada").status, events::CompetitorStatus::complete);
}

TEST(Convergence, NewSolvesAreFetchedAndTotalsFollow) {
  World world{6};
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_competitor("ada", "carl"));
  ASSERT_TRUE(world.onboard("ada"));
  world.vendor.set_odl("ada", scores_with({1000}));
  world.pass(10s);
  world.vendor.set_odl("ada", scores_with({1000, 5000, 5001}));
  ASSERT_TRUE(world.give("ada", domain::ScoresCommand{domain::RequestSync{}}));
  world.pass(10s);
  const auto stats = world.reads->scores().stats({"ada"});
  ASSERT_TRUE(stats && stats.value());
  EXPECT_EQ(stats.value()->odl_solves_stored, 3);
  EXPECT_EQ(stats.value()->challenges_completed, 3);
  const auto sync = world.reads->scores().sync_state({"ada"});
  EXPECT_FALSE(sync.value()->needs_totals_refresh);
  EXPECT_EQ(sync.value()->odl_cursor, VendorTime{5001});
}

TEST(Convergence, AnEmptyTeamIsDeletedAtTheVendorToo) {
  World world{7};
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_team("red", "carl"));
  world.pass(5s);
  EXPECT_EQ(world.vendor.teams(), std::vector<std::string>{"red"});
  ASSERT_TRUE(world.give("red", domain::TeamCommand{domain::DeleteTeam{}}));
  world.pass(5s);
  EXPECT_TRUE(world.vendor.teams().empty());
  const auto team = world.reads->roster().team({"red"});
  ASSERT_TRUE(team);
  EXPECT_FALSE(team.value());
}

TEST(Convergence, TheSameKeyGivesTheSameAnswerAndAnotherBodyIsRefused) {
  World world{8};
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_competitor("ada", "carl"));
  const auto first =
      world.give("ada", domain::CompetitorCommand{domain::OnboardCompetitor{}}, "key-1");
  ASSERT_TRUE(first);
  world.pass(5s);
  const auto again =
      world.give("ada", domain::CompetitorCommand{domain::OnboardCompetitor{}}, "key-1");
  ASSERT_TRUE(again);
  EXPECT_EQ(first.value(), again.value());
}

TEST(Convergence, PassivatedEntitiesComeBackAsTheyWere) {
  World world{9};
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_competitor("ada", "carl"));
  world.pass(120s);
  ASSERT_TRUE(world.onboard("ada"));
  world.pass(120s);
  EXPECT_FALSE(world.onboard("ada").value().changed);
  EXPECT_EQ(world.competitor("ada").status, events::CompetitorStatus::complete);
}

TEST(Convergence, AClockThatIsPutBackDelaysNothing) {
  World world{31};
  ASSERT_TRUE(world.put_coach("carl"));
  ASSERT_TRUE(world.put_competitor("kid", "carl"));
  ASSERT_TRUE(world.onboard("kid"));
  world.pass(10s);
  world.vendor.set_faults({.server_error = 1});
  ASSERT_TRUE(world.put_competitor("late", "carl"));
  ASSERT_TRUE(world.onboard("late"));
  world.pass(60s);  // Some retries have failed; the next one is planned by this clock.
  world.vendor.set_faults({});
  ASSERT_TRUE(world.poll("kid", "poll_odl"));
  world.clock.advance(-86'400'000);
  world.pass(2400s);
  EXPECT_EQ(world.competitor("late").status, events::CompetitorStatus::complete);
  EXPECT_LE(world.poll("kid", "poll_odl")->asked_at, world.clock.now()) << "asked since then";
}

}  // namespace
}  // namespace lockstep::simulation
