// The projection runner: from the sink's own checkpoint, never past it, and again when it fails.
#include "actors/projection_runner.h"

#include "tests/actors/stage.h"
#include "tests/support/memory_rows.h"

namespace lockstep::actors {
namespace {

using namespace std::chrono_literals;
using ports::Checkpoint;

/// Keeps rows and checkpoint together; fails as often as it is told to.
class PlayedSink final : public ports::ReadModelSink {
 public:
  [[nodiscard]] std::string_view name() const override { return "played"; }
  Result<Checkpoint> checkpoint() override {
    ++asked;
    return stored;
  }
  Result<void> transact(const Checkpoint& from, const Checkpoint& next,
                        const std::function<void(projections::RowAccess&)>& fold) override {
    ++tried;
    EXPECT_EQ(from, stored);
    if (failures > 0 && !commits_all_the_same) {
      --failures;
      return Error{Errc::unavailable, "sink-down", "", ""};
    }
    fold(rows);
    stored = next;
    if (failures > 0) {
      --failures;
      return Error{Errc::unavailable, "connection-lost", "", ""};
    }
    return boost::outcome_v2::success();
  }
  Result<void> reset() override { return boost::outcome_v2::success(); }

  testing_support::MemoryRows rows;
  Checkpoint stored;
  int failures = 0;
  bool commits_all_the_same = false;  ///< And fails: the answer got lost.
  int tried = 0;
  int asked = 0;
};

class Projections : public testing_support::Stage {
 protected:
  void start() {
    runner_ = on_stage(system.spawn(projection_runner, static_cast<const Environment*>(&env),
                                    static_cast<ports::ReadModelSink*>(&sink), &status));
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
  EXPECT_EQ(metrics.values["lockstep_projection_lag_events"], 0);
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
