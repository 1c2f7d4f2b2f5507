// The router: one actor per stream, no more of them than there may be, and none that nobody needs.
#include "actors/router.h"

#include "actors/log_reader.h"
#include "actors/log_writer.h"
#include "tests/actors/stage.h"

namespace lockstep::actors {
namespace {

using namespace std::chrono_literals;

class Router : public testing_support::Stage {
 protected:
  void SetUp() override {
    env.settings.max_active_entities = 3;
    env.settings.passivate_after = 60s;
    const auto* e = &env;
    writer_ = on_stage(system.spawn(log_writer, e));
    const auto reader = on_stage(system.spawn(log_reader, e));
    router_ = on_stage(system.spawn(router, e, writer_, std::vector<LogReaderActor>{reader}));
  }
  CommandRequest facts(const std::string& coach, const std::string& school) {
    CommandRequest out;
    out.id = coach;
    out.command_id = {"facts-" + std::to_string(++commands_)};
    out.who = {"admin", "test"};
    out.command = domain::CoachCommand{domain::RecordCoachFacts{
        {coach},
        {.first_name = "Kim", .last_name = "Coach", .email = "kim@example.org"},
        school,
        "north",
        events::Division::high_school}};
    return out;
  }
  void give(CommandRequest request) {
    system.spawn([this, request = std::move(request)](caf::event_based_actor* self) {
      self->request(router_, caf::infinite, Execute{request})
          .then([this](const Reply& reply) { replies_.push_back(reply); },
                [this](const caf::error&) {
                  replies_.push_back(Error{Errc::unavailable, "broken", "", ""});
                });
    });
  }
  Version version_of_last() {
    const auto* reply = replies_.empty() ? nullptr : std::get_if<CommandReply>(&replies_.back());
    return reply == nullptr ? Version{} : reply->version;
  }
  /// As the last sweep counted them.
  double active() { return metrics.values["lockstep_entities_active"]; }

  LogWriterActor writer_;
  RouterActor router_;
  std::vector<Reply> replies_;
  int commands_ = 0;
};

TEST_F(Router, HasOneActorForEachStream) {
  for (int i = 0; i < 5; ++i) give(facts("kim", "School " + std::to_string(i)));
  give(facts("lee", "Hill"));
  pass(5s);
  ASSERT_EQ(replies_.size(), 6U);
  for (const auto& reply : replies_) EXPECT_TRUE(std::holds_alternative<CommandReply>(reply));
  EXPECT_EQ(memory.log.head().position, Position{6});
  EXPECT_EQ(active(), 2);
}

TEST_F(Router, NeverHasMoreActorsThanThereMayBeAndAnswersEverybody) {
  for (int i = 0; i < 20; ++i) give(facts("coach" + std::to_string(i), "Hill"));
  pass(5s);
  EXPECT_EQ(replies_.size(), 20U);
  EXPECT_EQ(active(), 3);
  EXPECT_EQ(memory.log.head().position, Position{20});
}

TEST_F(Router, PassivatesThoseThatNobodyTalksToAndTheyComeBackAsTheyWere) {
  give(facts("kim", "Hill"));
  for (int i = 0; i < 11; ++i) pass(5s);
  EXPECT_EQ(active(), 1);
  for (int i = 0; i < 3; ++i) pass(5s);
  EXPECT_EQ(active(), 0);
  give(facts("kim", "Dale"));
  pass(100ms);
  EXPECT_EQ(version_of_last(), Version{2});
}

TEST_F(Router, KeepsThoseThatAreTalkedTo) {
  for (int i = 0; i < 30; ++i) {
    give(facts("kim", "School " + std::to_string(i)));
    pass(5s);
  }
  EXPECT_EQ(active(), 1);
  EXPECT_EQ(version_of_last(), Version{30});
}

// "The engine is stopping; the outcome is unknown", on a full disk: it was not, and it was known.
TEST_F(Router, WhoWaitsBehindACommandThatFailsIsToldWhyTooAndNothingElse) {
  give(facts("kim", "Hill"));
  pass(100ms);
  memory.log.fail_next_write(/*stored=*/true);
  env.on_fatal = [](const std::string&) {};
  for (int i = 0; i < 5; ++i) give(facts("kim", "School " + std::to_string(i)));
  pass(100ms);
  ASSERT_EQ(replies_.size(), 6U);
  for (std::size_t i = 1; i < replies_.size(); ++i) {
    const auto* error = std::get_if<Error>(&replies_[i]);
    ASSERT_NE(error, nullptr);
    EXPECT_EQ(error->type, "log-stopped");
  }
  memory.log.restart();
  give(facts("kim", "Vale"));
  pass(100ms);
  EXPECT_EQ(version_of_last(), Version{3});
}

TEST_F(Router, LooksAgainAfterNobodyKnewWhatWasStored) {
  give(facts("kim", "Hill"));
  pass(100ms);
  memory.log.fail_next_write(/*stored=*/true);
  env.on_fatal = [](const std::string&) {};
  give(facts("kim", "Dale"));
  pass(100ms);
  ASSERT_EQ(replies_.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<Error>(replies_.back()));
  memory.log.restart();
  give(facts("kim", "Vale"));
  pass(100ms);
  EXPECT_EQ(version_of_last(), Version{3}) << "with what had been stored after all";
}

}  // namespace
}  // namespace lockstep::actors
