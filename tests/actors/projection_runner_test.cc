// The runner: groups that stand together are folded together, the rest goes on whatever one does.
// From the sink's own checkpoint, never past it, and again when it fails.
#include "actors/projection_runner.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "actors/fold_plan.h"
#include "actors/sim/simulated_system.h"
#include "projections/all_projections.h"
#include "tests/actors/stage.h"
#include "tests/support/memory_rows.h"

namespace lockstep::actors {
namespace {

using namespace std::chrono_literals;
using ports::Checkpoint;
using ports::Lane;
using projections::GroupSet;
using projections::kGroupIndex;

Checkpoint at(std::uint64_t position) {
  return {Position{position}, {}};
}

LaneProgress lane(std::size_t group, bool beside, std::uint64_t position) {
  return {{{group, beside}, at(position)}, false, std::nullopt};
}

TEST(FoldPlan, IsOneStepForThoseThatStandTogether) {
  const auto plan = plan_folds({lane(0, false, 7), lane(1, false, 7)}, Position{9}, {});
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_EQ(plan[0].lanes, (std::vector<Lane>{{0, false}, {1, false}}));
  EXPECT_EQ(plan[0].up_to, Position{9});
}

TEST(FoldPlan, LeadsThoseBehindToWhereTheNextOnesStand) {
  const auto plan =
      plan_folds({lane(0, false, 7), lane(0, true, 2), lane(1, false, 7)}, Position{9}, {});
  ASSERT_EQ(plan.size(), 2U);
  EXPECT_EQ(plan[0].lanes, (std::vector<Lane>{{0, true}}));
  EXPECT_EQ(plan[0].up_to, Position{7});
  EXPECT_EQ(plan[1].up_to, Position{9});
}

TEST(FoldPlan, LeavesOutWhoRestsAndWhoIsThere) {
  auto resting = lane(0, false, 2);
  resting.rests_until = Timestamp{100};
  const std::vector<LaneProgress> lanes{resting, lane(1, false, 9)};
  EXPECT_TRUE(plan_folds(lanes, Position{9}, Timestamp{99}).empty());
  EXPECT_EQ(plan_folds(lanes, Position{9}, Timestamp{100}).size(), 1U);
}

/// A store that cannot write the rows of one group.
class OneGroupFails final : public ports::ReadModelSink {
 public:
  OneGroupFails(ports::ReadModelSink& sink, std::size_t group) : sink_(sink), group_(group) {}
  [[nodiscard]] std::string_view name() const override { return "embedded"; }
  Result<std::vector<ports::LaneState>> lanes() override { return sink_.lanes(); }
  Result<void> transact(const std::vector<Lane>& lanes, const Checkpoint& from,
                        const Checkpoint& next, const Fold& fold) override {
    const bool hit = std::ranges::find(lanes, group_, &Lane::group) != lanes.end();
    if (fails && hit) return Error{Errc::corrupt, "row-damaged", "A row is damaged.", ""};
    return sink_.transact(lanes, from, next, fold);
  }
  Result<void> begin_beside(std::size_t group) override { return sink_.begin_beside(group); }
  Result<void> finish(const Lane& lane) override { return sink_.finish(lane); }

  bool fails = true;

 private:
  ports::ReadModelSink& sink_;
  std::size_t group_;
};

CommandRequest facts_of_a_coach() {
  CommandRequest request;
  request.id = "kim";
  request.command_id = {"facts"};
  request.who = {"admin", "test"};
  request.command = domain::CoachCommand{domain::RecordCoachFacts{
      {"kim"},
      {.first_name = "Kim", .last_name = "Coach", .email = "kim@example.org"},
      "Hill School",
      "north",
      events::Division::high_school}};
  return request;
}

TEST(ProjectionRunner, AGroupThatFailsStopsNobodyElseAndGoesOnWhenItCan) {
  testing_support::InMemory memory;
  OneGroupFails sink{*memory.reads, kGroupIndex<projections::Scores>};
  auto env = memory.environment();
  env.sinks = {&sink};
  sim::SimulatedSystem system{env};
  ASSERT_TRUE(system.execute(facts_of_a_coach(), std::chrono::seconds{20}));
  system.run_until_idle();
  const auto head = memory.log.head().position;
  const auto position = [&]<class Group>(Group*) {
    return memory.reads->position(GroupSet::of<Group>());
  };
  EXPECT_EQ(position(static_cast<projections::Roster*>(nullptr)), head);
  EXPECT_EQ(position(static_cast<projections::Scores*>(nullptr)), Position{0});
  EXPECT_TRUE(memory.reads->roster().coach({"kim"}).value());
  const auto sinks = system.sinks();
  for (const auto& group : sinks.front().groups) {
    EXPECT_EQ(group.ok, group.name != "scores") << group.name;
    EXPECT_EQ(group.failure, group.ok ? "" : "row-damaged: A row is damaged.") << group.name;
  }
  sink.fails = false;
  memory.clock.advance(60'000);
  system.advance(std::chrono::minutes{1});
  EXPECT_EQ(memory.reads->position(GroupSet::all()), head);
  EXPECT_TRUE(system.sinks().front().groups[kGroupIndex<projections::Scores>].ok);
}

TEST(ProjectionRunner, MakesAGroupAnewOnDemandAndNoOther) {
  testing_support::InMemory memory;
  auto env = memory.environment();
  sim::SimulatedSystem system{env};
  ASSERT_TRUE(system.execute(facts_of_a_coach(), std::chrono::seconds{20}));
  const auto before = memory.reads->rows_of("coaches").value();
  system.rebuild(kGroupIndex<projections::Roster>);
  system.run_until_idle();
  const auto sinks = system.sinks();
  for (const auto& group : sinks.front().groups) {
    EXPECT_EQ(group.rebuilt, group.name == "roster" ? 1U : 0U) << group.name;
    EXPECT_FALSE(group.beside) << group.name;
  }
  EXPECT_EQ(memory.reads->rows_of("coaches").value(), before);
}

/// Keeps rows and checkpoint together; fails as often as it is told to.
class PlayedSink final : public ports::ReadModelSink {
 public:
  [[nodiscard]] std::string_view name() const override { return "played"; }
  Result<std::vector<ports::LaneState>> lanes() override {
    ++asked;
    std::vector<ports::LaneState> out;
    for (std::size_t group = 0; group < projections::kGroupCount; ++group)
      out.push_back({{group, false}, stored});
    return out;
  }
  Result<void> transact(const std::vector<Lane>& lanes, const Checkpoint& from,
                        const Checkpoint& next, const Fold& fold) override {
    ++tried;
    EXPECT_EQ(from, stored);
    if (failures > 0 && !commits_all_the_same) {
      --failures;
      return Error{Errc::unavailable, "sink-down", "", ""};
    }
    for (const auto& lane : lanes) fold(lane, rows);
    stored = next;
    if (failures > 0) {
      --failures;
      return Error{Errc::unavailable, "connection-lost", "", ""};
    }
    return boost::outcome_v2::success();
  }
  Result<void> begin_beside(std::size_t /*group*/) override { return boost::outcome_v2::success(); }
  Result<void> finish(const Lane& /*lane*/) override { return boost::outcome_v2::success(); }

  testing_support::MemoryRows rows;
  Checkpoint stored;
  int failures = 0;
  bool commits_all_the_same = false;  ///< And fails: the answer got lost.
  int tried = 0;
  int asked = 0;
};

class Projections : public testing_support::Stage {
 protected:
  ~Projections() override { end(); }
  void start() {
    runner_ = on_stage(system.spawn(projection_runner, static_cast<const Environment*>(&env),
                                    static_cast<ports::ReadModelSink*>(&sink), &status, false));
    scheduler.run();
  }
  void coach(const std::string& id) {
    events::CoachAccountRequested event;
    event.coach_id = {id};
    event.call_id = {"call-" + id};
    store({"coach", id}, event);
  }
  void hint() {
    caf::anon_send(runner_, Committed{memory.log.head().position});
    scheduler.run();
  }
  std::size_t calls() { return sink.rows.count<projections::OpenWorkRow>(); }

  PlayedSink sink;
  SinkStatus status;
  caf::actor runner_;
};

TEST_F(Projections, FoldTheLogFromTheSinksCheckpoint) {
  coach("old");
  sink.stored = {memory.log.head().position, memory.log.head().hash};
  coach("new");
  start();
  EXPECT_EQ(calls(), 1U) << "what was folded before is not folded again";
  EXPECT_EQ(sink.stored, (Checkpoint{memory.log.head().position, memory.log.head().hash}));
  EXPECT_EQ(status.position, 2U);
}

TEST_F(Projections, ReadOnWhenThereIsMore) {
  start();
  EXPECT_EQ(calls(), 0U);
  coach("kim");
  hint();
  EXPECT_EQ(calls(), 1U);
}

TEST_F(Projections, TryASinkThatIsDownAgainAndLaterEachTime) {
  coach("kim");
  sink.failures = 3;
  start();
  EXPECT_FALSE(status.ok);
  EXPECT_EQ(sink.tried, 1);
  pass(499ms);
  hint();
  EXPECT_EQ(sink.tried, 1) << "a hint does not make it sooner";
  pass(1ms);
  EXPECT_EQ(sink.tried, 2);
  pass(999ms);
  EXPECT_EQ(sink.tried, 2);
  pass(1ms);
  EXPECT_EQ(sink.tried, 3);
  pass(2s);
  EXPECT_EQ(calls(), 1U);
  EXPECT_TRUE(status.ok);
  EXPECT_EQ(metrics.values["lockstep_sink_failures_total"], 3);
}

TEST_F(Projections, AskTheSinkWhereItIsAfterAFailure) {
  coach("kim");
  sink.failures = 1;
  sink.commits_all_the_same = true;
  start();
  EXPECT_FALSE(status.ok);
  pass(500ms);
  EXPECT_TRUE(status.ok);
  EXPECT_EQ(sink.asked, 2);
  EXPECT_EQ(sink.tried, 1) << "it had been committed";
}

}  // namespace
}  // namespace lockstep::actors
