// Whoever tries again and again tells of every new type of failure once, not of the first alone nor
// of each one, and of the end. Everybody who does so stands here.
#include "base/failure_series.h"

#include "actors/effect_pump.h"
#include "actors/log_writer.h"
#include "actors/process_runner.h"
#include "actors/projection_runner.h"
#include "tests/actors/stage.h"

namespace lockstep::actors {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

TEST(FailureSeries, TellsOfEveryTypeOnceUntilItWorks) {
  base::FailureSeries series;
  EXPECT_FALSE(series.worked());
  EXPECT_TRUE(series.failed("down"));
  EXPECT_FALSE(series.failed("down"));
  EXPECT_TRUE(series.failed("refused"));
  EXPECT_FALSE(series.failed("down"));
  EXPECT_TRUE(series.worked());
  EXPECT_FALSE(series.worked());
  EXPECT_TRUE(series.failed("down"));
}

/// Event and type.
class Lined final : public ports::Logger {
 public:
  void log(ports::Level level, std::string_view event,
           std::initializer_list<ports::Field> fields) override {
    std::string line(event);
    for (const auto& field : fields)
      if (field.key == "type") line += " " + std::get<std::string>(field.value);
    if (level != ports::Level::debug) lines.push_back(std::move(line));
  }
  Lines lines;
};

/// A log that fails as it is told to, and a memory of what it would do else.
class FailingLog final : public log::EventLog {
 public:
  explicit FailingLog(log::EventLog& real) : real_(real) {}
  Result<std::optional<log::Appended>> find_command(const CommandId& id,
                                                    const std::string& print) override {
    return real_.find_command(id, print);
  }
  Result<std::vector<events::StoredEvent>> read_stream(const StreamId& stream, Version after,
                                                       log::ReadLimits limits) override {
    return real_.read_stream(stream, after, limits);
  }
  Result<std::vector<events::StoredEvent>> read_all(Position after,
                                                    log::ReadLimits limits) override {
    if (failure) return *failure;
    return real_.read_all(after, limits);
  }
  [[nodiscard]] log::Head head() const override { return real_.head(); }
  bool wait_for_more(Position after, std::chrono::milliseconds at_most) override {
    return real_.wait_for_more(after, at_most);
  }
  Result<std::optional<log::Snapshot>> load_snapshot(const StreamId& stream) override {
    if (snapshot_failure) return *snapshot_failure;
    return real_.load_snapshot(stream);
  }
  Result<void> save_snapshot(const StreamId& stream, const log::Snapshot& snapshot) override {
    return real_.save_snapshot(stream, snapshot);
  }
  std::vector<Result<log::Appended>> append(std::span<const log::AppendRequest> batch) override {
    if (failure) return std::vector<Result<log::Appended>>(batch.size(), *failure);
    return real_.append(batch);
  }
  Result<log::Head> verify(const std::function<bool(Position)>& go_on) override {
    return real_.verify(go_on);
  }
  [[nodiscard]] bool healthy() const override { return real_.healthy(); }
  [[nodiscard]] Result<void> may_write() const override { return real_.may_write(); }

  std::optional<Error> failure;
  std::optional<Error> snapshot_failure;

 private:
  log::EventLog& real_;
};

class FailingSink final : public ports::ReadModelSink {
 public:
  [[nodiscard]] std::string_view name() const override { return "failing"; }
  Result<std::vector<ports::LaneState>> lanes() override {
    if (failure) return *failure;
    std::vector<ports::LaneState> out;
    for (std::size_t group = 0; group < projections::kGroupCount; ++group)
      out.push_back({{group, false}, stored});
    return out;
  }
  Result<void> transact(const std::vector<ports::Lane>&, const ports::Checkpoint&,
                        const ports::Checkpoint& next, const Fold&) override {
    if (failure) return *failure;
    stored = next;
    return boost::outcome_v2::success();
  }
  Result<void> begin_beside(std::size_t) override { return boost::outcome_v2::success(); }
  Result<void> finish(const ports::Lane&) override { return boost::outcome_v2::success(); }
  std::optional<Error> failure;
  ports::Checkpoint stored;
};

Error down(std::string type) {
  return {Errc::unavailable, std::move(type), "Something of it.", ""};
}

class Series : public testing_support::Stage {
 protected:
  /// What is logged while it fails as `a`, `a`, `b`, `a`, then works, then fails as `a`.
  template <class Fail, class Try>
  Lines lines_of(Fail fail, Try again) {
    for (const char* type : {"a", "a", "b", "a", "", "a"}) {
      fail(*type == '\0' ? std::nullopt : std::optional{down(type)});
      again();
    }
    return logger.lines;
  }
  static Lines expected(const std::string& failed, const std::string& worked) {
    return {failed + " a", failed + " b", worked, failed + " a"};
  }
  /// Longer than anybody waits before trying again; with a hint for who waits for one.
  void a_while() {
    if (hinted_) caf::anon_send(hinted_, Committed{memory.log.head().position});
    pass(60s);
  }

  Lined logger;
  FailingLog log{memory.log};
  FailingSink sink;
  Environment watched{.log = log,
                      .snapshots = log,
                      .writable_log = log,
                      .reads = env.reads,
                      .sinks = {},
                      .operations = env.operations,
                      .clock = env.clock,
                      .ids = env.ids,
                      .logger = logger,
                      .metrics = metrics,
                      .make_api = env.make_api,
                      .on_fatal = env.on_fatal,
                      .settings = env.settings};
  const Environment* environment = &watched;
  testing_support::PlayedRouter router;
  caf::actor hinted_;
};

TEST_F(Series, OfASinkIsToldByType) {
  SinkStatus status;
  hinted_ = on_stage(system.spawn(projection_runner, environment,
                                  static_cast<ports::ReadModelSink*>(&sink), &status, false));
  int coaches = 0;
  const auto again = [&] {
    events::CoachAccountRequested event;
    event.coach_id = {"coach" + std::to_string(++coaches)};
    event.call_id = {"call"};
    store({"coach", event.coach_id.value}, event);
    a_while();
  };
  EXPECT_EQ(lines_of([&](auto error) { sink.failure = error; }, again),
            expected("sink_unavailable", "sink_recovered"));
  end();  // Before its status is gone.
}

TEST_F(Series, OfAppendsIsToldByType) {
  const auto writer = on_stage(system.spawn(log_writer, environment));
  int appends = 0;
  const auto append = [&] {
    system.spawn([&](caf::event_based_actor* self) {
      log::AppendRequest request;
      request.stream = {"coach", "kim" + std::to_string(++appends)};
      request.events = {{"coach.facts_recorded.v1", "{}", ""}};
      request.command_id = {"command-" + std::to_string(appends)};
      self->request(writer, caf::infinite, Append{request}).await([](const AppendAnswer&) {});
    });
    scheduler.run();
  };
  EXPECT_EQ(lines_of([&](auto error) { log.failure = error; }, append),
            expected("append_failed", "append_recovered"));
}

TEST_F(Series, OfThePumpIsToldByType) {
  const auto played = on_stage(router.spawn(system));
  hinted_ = on_stage(system.spawn(effect_pump, environment, played, GateActor{}));
  EXPECT_EQ(lines_of([&](auto error) { log.failure = error; }, [&] { a_while(); }),
            expected("pump_stopped", "pump_goes_on"));
}

TEST_F(Series, OfTheProcessesIsToldByType) {
  const auto played = on_stage(router.spawn(system));
  hinted_ = on_stage(system.spawn(process_runner, environment, played));
  EXPECT_EQ(lines_of(
                [&](auto error) {
                  log.failure = error;
                  log.snapshot_failure = error;
                },
                [&] { a_while(); }),
            expected("process_stopped", "process_goes_on"));
}

}  // namespace
}  // namespace lockstep::actors
