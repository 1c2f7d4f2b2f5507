// Somebody changes assignments at the vendor behind the engine's back: what is missing or wrong is
// put right by itself, a few removals too, many wait for an admin, and no answer that is not whole
// removes anybody.
#include <random>

#include <gtest/gtest.h>

#include "tests/simulation/mock_world.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;
using domain::ApproveRemovals;
using domain::PlatformCommand;
using domain::RejectRemovals;
using domain::RequestReconciliation;
using events::DriftAction;
using Teams = std::map<std::string, std::string>;

const std::string kPlatform{events::kReconciliationId};

std::string kid(int i) {
  return "kid" + std::to_string(i);
}

/// Twenty competitors of one coach, on four teams of five, all where they should be.
class Season {
 public:
  explicit Season(std::uint64_t seed = 1) : mock(seed, {}) {
    world.settings.plan.intervals.reconcile = 1800s;
    world.restart();
    EXPECT_TRUE(world.put_coach("carl"));
    for (int t = 0; t < 4; ++t) EXPECT_TRUE(world.put_team(team_of(t * 5), "carl"));
    for (int i = 0; i < kKids; ++i) {
      EXPECT_TRUE(world.put_competitor(kid(i), "carl"));
      EXPECT_TRUE(world.onboard(kid(i)));
      world.join(kid(i), team_of(i));
    }
    world.pass(60s);
    EXPECT_EQ(mock.assignments(), wanted());
  }

  static constexpr int kKids = 20;
  static std::string team_of(int i) { return "team" + std::to_string(i / 5); }
  [[nodiscard]] static Teams wanted() {
    Teams out;
    for (int i = 0; i < kKids; ++i) out[kid(i)] = team_of(i);
    return out;
  }

  /// Takes the first `count` off their teams here, and lets the vendor forget that.
  void make_extras(int count) {
    for (int i = 0; i < count; ++i) world.leave(kid(i), team_of(i));
    world.pass(30s);
    EXPECT_EQ(mock.assignments().size(), static_cast<std::size_t>(kKids - count));
    for (int i = 0; i < count; ++i) mock.move_there(kid(i), team_of(i));
  }

  /// Runs one now, and shows what it came to.
  projections::DriftRunRow reconcile(bool dry_run = false) {
    const CallId run{"run-" + std::to_string(++runs_)};
    EXPECT_TRUE(world.give(kPlatform, PlatformCommand{RequestReconciliation{run, dry_run}}));
    world.pass(30s);
    const auto row = world.reads->drift().drift_run(run);
    return row && row.value() ? *row.value() : projections::DriftRunRow{};
  }
  std::int64_t counted(const projections::DriftRunRow& run, const char* what) {
    const auto* counts = run.counts.if_object();
    return counts == nullptr ? -1 : counts->at(what).as_int64();
  }
  std::size_t listings() {
    std::size_t out = 0;
    for (const auto& request : mock.requests())
      out +=
          request.as_object().at("path").as_string().ends_with("/get_team_assignments") ? 1U : 0U;
    return out;
  }
  std::size_t writes() {
    std::size_t out = 0;
    for (const auto& request : mock.requests())
      out += request.as_object().at("method").as_string() == "GET" ? 0U : 1U;
    return out;
  }

  MockWorld mock;
  World& world = mock.world;

 private:
  int runs_ = 0;
};

TEST(Drift, WhoIsMissingOrOnAWrongTeamIsPutBackByItself) {
  Season season;
  season.mock.move_there(kid(0), std::nullopt);
  season.mock.move_there(kid(1), "team3");
  season.mock.move_there(kid(2), "not-a-team-of-ours");
  season.world.pass(1900s);
  EXPECT_EQ(season.mock.assignments(), Season::wanted());
  EXPECT_EQ(season.world.count("competitor.remote_team_found.v1"), 3U);
}

TEST(Drift, ARunThatFindsNothingChangesNothing) {
  Season season;
  const auto writes = season.writes();
  const auto run = season.reconcile();
  EXPECT_EQ(run.state, projections::DriftRunState::recorded);
  EXPECT_EQ(run.known_assignments, Season::kKids);
  EXPECT_EQ(run.listed_assignments, Season::kKids);
  EXPECT_EQ(season.counted(run, "skipped"), 0);
  EXPECT_EQ(season.writes(), writes);
  EXPECT_EQ(season.world.count("competitor.remote_team_found.v1"), 0U);
}

TEST(Drift, RunsComeAtTheirIntervalAndOneAtATime) {
  Season season;
  const auto before = season.listings();
  season.world.pass(3 * 1800s);
  EXPECT_EQ(season.listings() - before, 3U);
  EXPECT_LE(season.world.count("platform.reconciliation_recorded.v1"), 1U) << "it is no news twice";
  season.world.restart();
  season.world.pass(1800s);
  EXPECT_EQ(season.listings() - before, 4U);
}

TEST(Drift, AFewRemovalsAreMadeByThemselves) {
  Season season;
  season.make_extras(3);
  const auto run = season.reconcile();
  EXPECT_EQ(season.counted(run, "extra"), 3);
  EXPECT_EQ(season.counted(run, "remove"), 3);
  EXPECT_EQ(season.mock.assignments().size(), 17U);
}

TEST(Drift, TooManyRemovalsAreHeldWhileTheHealsGoOn) {
  Season season;
  season.make_extras(4);
  season.mock.move_there(kid(19), std::nullopt);
  const auto run = season.reconcile();
  EXPECT_EQ(season.counted(run, "hold"), 4);
  EXPECT_EQ(season.counted(run, "heal"), 1);
  EXPECT_EQ(season.mock.assignments(), Season::wanted());
  season.world.pass(2 * 1800s);
  EXPECT_EQ(season.mock.assignments(), Season::wanted()) << "time alone removes nobody";
}

TEST(Drift, ApprovedRemovalsAreMadeAndRejectedOnesStay) {
  Season season;
  season.make_extras(4);
  const auto run = season.reconcile();
  ASSERT_TRUE(
      season.world.give(kPlatform, PlatformCommand{RejectRemovals{run.run_id, {{kid(0)}}}}));
  ASSERT_TRUE(season.world.give(kPlatform, PlatformCommand{ApproveRemovals{run.run_id, {}}}));
  season.world.pass(30s);
  auto left = Season::wanted();
  for (int i = 1; i < 4; ++i) left.erase(kid(i));
  EXPECT_EQ(season.mock.assignments(), left);
  const auto again = season.reconcile();
  EXPECT_EQ(season.counted(again, "keep"), 1);
  EXPECT_EQ(season.mock.assignments(), left) << "what was rejected is not proposed again";
}

TEST(Drift, WhatIsHeldStaysHeldWhenOthersAreDecided) {
  Season season;
  season.make_extras(5);
  const auto run = season.reconcile();
  ASSERT_EQ(season.counted(run, "hold"), 5);
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE(
        season.world.give(kPlatform, PlatformCommand{ApproveRemovals{run.run_id, {{kid(i)}}}}));
  season.world.pass(30s);
  auto left = Season::wanted();
  for (int i = 0; i < 2; ++i) left.erase(kid(i));
  ASSERT_EQ(season.mock.assignments(), left);
  season.world.pass(3 * 1800s);
  EXPECT_EQ(season.mock.assignments(), left) << "time alone removes nobody";
  const auto again = season.reconcile();
  EXPECT_EQ(season.counted(again, "hold"), 3);
  ASSERT_TRUE(season.world.give(kPlatform, PlatformCommand{ApproveRemovals{again.run_id, {}}}));
  season.world.pass(30s);
  EXPECT_EQ(season.mock.assignments().size(), 15U);
}

TEST(Drift, ARemovalApprovedTooLateTakesNobodyOffTheirNewTeam) {
  Season season;
  season.make_extras(4);
  const auto run = season.reconcile();
  season.world.join(kid(0), "team0");
  season.world.pass(30s);
  ASSERT_TRUE(season.world.give(kPlatform, PlatformCommand{ApproveRemovals{run.run_id, {}}}));
  season.world.pass(30s);
  EXPECT_EQ(season.mock.assignments().at(kid(0)), "team0");
  EXPECT_EQ(season.mock.assignments().size(), 17U);
}

TEST(Drift, ADryRunWritesNothingAndShowsTheSamePlan) {
  Season season;
  season.make_extras(2);
  season.mock.move_there(kid(18), std::nullopt);
  season.mock.move_there(kid(19), "team0");
  const auto there = season.mock.assignments();
  const auto writes = season.writes();
  const auto dry = season.reconcile(true);
  EXPECT_TRUE(dry.dry_run);
  EXPECT_EQ(season.writes(), writes) << "a dry run is another executor";
  EXPECT_EQ(season.mock.assignments(), there);
  EXPECT_EQ(season.world.count("competitor.remote_team_found.v1"), 0U);
  const auto real = season.reconcile();
  EXPECT_EQ(real.counts, dry.counts);
  EXPECT_EQ(real.findings, dry.findings);
  EXPECT_NE(season.mock.assignments(), there);
}

struct NotWhole {
  std::string name;
  boost::json::object fault;
};

class DriftFault : public testing::TestWithParam<NotWhole> {};

TEST_P(DriftFault, ChangesNothing) {
  Season season;
  season.make_extras(2);
  season.mock.move_there(kid(19), std::nullopt);
  const auto there = season.mock.assignments();
  const auto writes = season.writes();
  auto fault = GetParam().fault;
  fault["onlyPath"] = "/users/get_team_assignments";
  season.mock.set_faults(fault);
  const auto run = season.reconcile();
  season.world.pass(120s);
  EXPECT_NE(season.world.reads->drift().drift_run(run.run_id).value()->state,
            projections::DriftRunState::recorded);
  EXPECT_EQ(season.world.count("competitor.remote_team_found.v1"), 0U);
  EXPECT_EQ(season.mock.assignments(), there);
  EXPECT_EQ(season.writes(), writes);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, DriftFault,
    testing::Values(NotWhole{"Unauthorised", {{"errorRate", 1.0}, {"status", 401}}},
                    NotWhole{"NotFound", {{"errorRate", 1.0}, {"status", 404}}},
                    NotWhole{"ServerError", {{"errorRate", 1.0}, {"status", 500}}},
                    NotWhole{"Malformed", {{"malformedRate", 1.0}}},
                    NotWhole{"CutOff", {{"truncateRate", 1.0}}},
                    NotWhole{"NoAnswer", {{"timeoutRate", 1.0}}}),
    [](const auto& it) { return it.param.name; });

TEST(Drift, AnEmptyListRemovesAndMovesNobody) {
  Season season;
  season.make_extras(2);
  for (int i = 0; i < Season::kKids; ++i) season.mock.move_there(kid(i), std::nullopt);
  const auto writes = season.writes();
  const auto run = season.reconcile();
  EXPECT_EQ(run.state, projections::DriftRunState::inconclusive);
  EXPECT_EQ(run.inconclusive_code, "vendor-list-empty");
  EXPECT_EQ(season.writes(), writes);
}

class MovesInFlight : public testing::TestWithParam<std::uint64_t> {};

// At one call a second the list is read while moves are on their way, before it and after it.
TEST_P(MovesInFlight, AreNeverUndone) {
  Season season{GetParam()};
  auto& world = season.world;
  world.settings.vendor.rate = {1, 1};
  world.restart();
  std::mt19937_64 dice{GetParam()};
  std::int64_t skipped = 0;
  for (int round = 0; round < 40; ++round) {
    const CallId run{"round-" + std::to_string(round)};
    (void)world.give(kPlatform, PlatformCommand{RequestReconciliation{run, false}});
    for (int move = 0; move < 3; ++move)
      world.join(kid(static_cast<int>(dice() % Season::kKids)),
                 "team" + std::to_string(dice() % 4));
    world.pass(std::chrono::seconds{dice() % 5 + 1});
    if (const auto row = world.reads->drift().drift_run(run).value();
        row && row->state == projections::DriftRunState::recorded)
      skipped += season.counted(*row, "skipped");
  }
  world.pass(120s);
  EXPECT_EQ(season.counted(season.reconcile(), "skipped"), 0);
  for (int i = 0; i < Season::kKids; ++i)
    EXPECT_EQ(season.mock.assignments().at(kid(i)), world.competitor(kid(i)).team_id->value);
  EXPECT_GT(skipped, 0) << "no run met a move: this proves nothing";
  EXPECT_EQ(world.count("competitor.remote_team_found.v1"), 0U)
      << "nobody but the engine changed anything";
}

INSTANTIATE_TEST_SUITE_P(Seeds, MovesInFlight, testing::Range<std::uint64_t>(1, 21));

}  // namespace
}  // namespace lockstep::simulation
