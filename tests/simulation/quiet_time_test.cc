// Time in which nothing happens: it is no fact, so the log does not grow with it.
#include <gtest/gtest.h>

#include "engine/usecases/freshness.h"
#include "tests/simulation/world.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;

class QuietTime : public testing::Test {
 protected:
  void SetUp() override {
    ports::OdlScores scores;
    events::Solve solve;
    solve.challenge_solve_id = 1;
    solve.challenge_points = 100;
    solve.solved_at = VendorTime{1000};
    scores.solves.push_back(solve);
    scores.totals.challenges_solved = 1;
    scores.totals.points = 100;
    world.vendor.set_odl("ada", scores);
    ASSERT_TRUE(world.put_coach("carl"));
    ASSERT_TRUE(world.put_team("red", "carl"));
    for (const auto* id : {"ada", "bea"}) {
      ASSERT_TRUE(world.put_competitor(id, "carl"));
      world.join(id, "red");
      ASSERT_TRUE(world.onboard(id));
    }
    world.leap(2h);  // The first comparison is news: nobody knew that all is as it should be.
  }
  Position head() { return world.log->head().position; }
  usecases::ScoreFreshness freshness() {
    const auto competitors = world.reads->roster().on_platform(std::nullopt).value();
    return usecases::freshness_of(competitors,
                                  world.reads->scores().sync_states(competitors).value(),
                                  world.operations.all_polls().value());
  }
  World world{7};
};

TEST_F(QuietTime, AMonthOfPollsWithoutNewsLeavesNoEventAndIsFresh) {
  const auto before = head();
  const auto revision = world.competitor("ada").facts_revision;
  world.leap(30 * 24h);
  EXPECT_EQ(head(), before);
  EXPECT_EQ(world.competitor("ada").facts_revision, revision) << "an open form can be saved";
  const auto fresh = freshness();
  EXPECT_EQ(fresh.never, 0);
  EXPECT_EQ(fresh.failing, 0);
  ASSERT_TRUE(fresh.oldest);
  const auto age = world.clock.now().value - fresh.oldest->value;
  EXPECT_LE(age, 2 * world.settings.plan.intervals.poll.count());
}

TEST_F(QuietTime, ALostOperationsStoreCostsCallsAndNoFact) {
  const auto before = head();
  const auto assignments = world.vendor.assignments();
  ASSERT_TRUE(world.operations.prune(Timestamp{std::int64_t{1} << 50}));
  ASSERT_TRUE(world.operations.all_polls().value().empty());
  world.restart();
  world.pass(600s);
  EXPECT_EQ(head(), before);
  for (const auto* id : {"ada", "bea"}) {
    EXPECT_EQ(world.competitor(id).status, events::CompetitorStatus::complete);
    EXPECT_EQ(world.vendor.creations(id), 1);
  }
  EXPECT_EQ(world.vendor.assignments(), assignments);
  EXPECT_EQ(freshness().never, 0) << "everybody has been asked again";
}

}  // namespace
}  // namespace lockstep::simulation
