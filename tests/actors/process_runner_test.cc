// The process runner: what follows from an event is given in order, again when nobody heard it, and
// always under the same ids.
#include "actors/process_runner.h"

#include "tests/actors/stage.h"

namespace lockstep::actors {
namespace {

using namespace std::chrono_literals;
using testing_support::command_ids;
using Ids = std::vector<std::string>;

class Processes : public testing_support::Stage {
 protected:
  void start() {
    router_ = on_stage(played.spawn(system));
    runner_ =
        on_stage(system.spawn(process_runner, static_cast<const Environment*>(&env), router_));
    scheduler.run();
  }
  void restart() {
    caf::anon_send_exit(runner_, caf::exit_reason::user_shutdown);
    scheduler.run();
    played.heard.clear();
    start();
  }
  Position asks_for_team(const std::string& kid) {
    events::CompetitorTeamRequested event;
    event.competitor_id = {kid};
    event.team_id = {"red"};
    event.request_no = 1;
    return store({"competitor", kid}, event);
  }
  void hint() {
    caf::anon_send(runner_, Committed{memory.log.head().position});
    scheduler.run();
  }

  testing_support::PlayedRouter played;
  RouterActor router_;
  caf::actor runner_;
};

TEST_F(Processes, GiveTheCommandsThatFollowUnderIdsMadeOfTheEventsPosition) {
  start();
  const auto at = asks_for_team("ada");
  hint();
  ASSERT_EQ(command_ids(played.heard), Ids{"process:" + std::to_string(at.value) + ":0"});
  EXPECT_EQ(played.heard.front().id, "red");
  EXPECT_EQ(played.heard.front().who, (events::Principal{"system", "process"}));
  EXPECT_EQ(played.heard.front().correlation_id, "cause-1");
}

TEST_F(Processes, GoOnWithoutAHintFromWhereTheyWere) {
  asks_for_team("ada");
  start();
  EXPECT_EQ(played.heard.size(), 1U);
  asks_for_team("bob");
  restart();
  EXPECT_EQ(command_ids(played.heard), Ids{"process:2:0"}) << "what was done is not done again";
}

TEST_F(Processes, DoWhatWasNotDoneWhenTheyEndedUnderTheSameIds) {
  played.answer = [](const CommandRequest&) { return std::nullopt; };
  asks_for_team("ada");
  start();
  const auto first = command_ids(played.heard);
  restart();
  EXPECT_EQ(first, Ids{"process:1:0"});
  EXPECT_EQ(command_ids(played.heard), first);
}

TEST_F(Processes, ReactToOneCompetitorInOrderAndToOthersSideBySide) {
  played.answer = [](const CommandRequest&) { return std::nullopt; };
  asks_for_team("ada");
  asks_for_team("ada");
  asks_for_team("bob");
  start();
  EXPECT_EQ(command_ids(played.heard), (Ids{"process:1:0", "process:3:0"}));
  played.answer_now(CommandReply{});
  scheduler.run();
  EXPECT_EQ(command_ids(played.heard), (Ids{"process:1:0", "process:3:0", "process:2:0"}));
}

TEST_F(Processes, SayAgainInASecondWhatNobodyHeard) {
  for (const auto code : {Errc::busy, Errc::timeout, Errc::unavailable, Errc::stale}) {
    played.heard.clear();
    played.answer = [&](const CommandRequest&) { return Reply{Error{code, "", "", ""}}; };
    const auto at = asks_for_team("kid" + std::to_string(static_cast<int>(code)));
    if (!runner_) start();
    hint();
    const auto id = "process:" + std::to_string(at.value) + ":0";
    EXPECT_EQ(command_ids(played.heard), Ids{id});
    pass(900ms);
    EXPECT_EQ(played.heard.size(), 1U) << "not in a loop";
    played.answer = [](const CommandRequest&) { return Reply{CommandReply{}}; };
    pass(200ms);
    EXPECT_EQ(command_ids(played.heard), (Ids{id, id}));
  }
}

TEST_F(Processes, AnswerARefusalWithWhatIsToFollow) {
  played.answer = [](const CommandRequest& request) {
    const bool to_team = std::holds_alternative<domain::TeamCommand>(request.command);
    return to_team ? Reply{Error{Errc::conflict, "team-full", "", ""}} : Reply{CommandReply{}};
  };
  asks_for_team("ada");
  start();
  ASSERT_EQ(command_ids(played.heard), (Ids{"process:1:0", "process:1:0f"}));
  EXPECT_EQ(played.heard.back().id, "ada");
  const auto& refused = std::get<domain::RecordTeamRefused>(
      std::get<domain::CompetitorCommand>(played.heard.back().command));
  EXPECT_EQ(refused.request_no, 1);
}

}  // namespace
}  // namespace lockstep::actors
