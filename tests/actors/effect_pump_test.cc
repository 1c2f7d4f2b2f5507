// The pump: calls go to the gate and outcomes to the router, nothing that was found out gets lost,
// and what cannot be read is read again.
#include "actors/effect_pump.h"

#include "engine/vendor/failure.h"
#include "tests/actors/stage.h"

namespace lockstep::actors {
namespace {

using namespace std::chrono_literals;
using testing_support::command_ids;
using Ids = std::vector<std::string>;

/// Keeps every call until the test answers it.
class PlayedGate {
 public:
  GateActor spawn(caf::actor_system& system) {
    handle_ = system.spawn([this](GateActor::pointer self) -> GateActor::behavior_type {
      return {[this, self](const GateCall& call) -> caf::result<GateAnswer> {
                calls.push_back(call);
                promises_.push_back(self->make_response_promise<GateAnswer>());
                return promises_.back();
              },
              [this](const TakeBack& wanted) { taken_back.push_back(wanted.key); },
              [](const AskReport&) { return rate::GateReport{}; }, [](const SetLimits&) {},
              [this](const Tick&) { promises_.at(answered_).deliver(GateAnswer{answer_}); }};
    });
    return handle_;
  }
  /// When the scheduler runs next.
  void answer(std::size_t call, vendor::VendorAnswer answer) {
    answered_ = call;
    answer_ = std::move(answer);
    caf::anon_send(handle_, Tick{});
  }
  std::vector<GateCall> calls;
  std::vector<effects::WorkKey> taken_back;

 private:
  GateActor handle_;
  std::vector<caf::typed_response_promise<GateAnswer>> promises_;
  std::size_t answered_ = 0;
  vendor::VendorAnswer answer_;
};

class Pump : public testing_support::Stage {
 protected:
  void start() {
    env.settings.plan.max_in_flight = 4;
    router_ = on_stage(router.spawn(system));
    gate_ = on_stage(gate.spawn(system));
    pump_ =
        on_stage(system.spawn(effect_pump, static_cast<const Environment*>(&env), router_, gate_));
    scheduler.run();
  }
  void hint() {
    caf::anon_send(pump_, Committed{memory.log.head().position});
    scheduler.run();
  }
  Position wants_gone(const std::string& team) {
    events::TeamRemoteDeletionRequested event;
    event.team_id = {team};
    event.call_id = {"call-" + team};
    return store({"team", team}, event);
  }
  void is_gone(const std::string& team) {
    events::TeamRemoteDeleted event;
    event.team_id = {team};
    event.call_id = {"call-" + team};
    store({"team", team}, event);
  }
  void answer(std::size_t call, vendor::VendorAnswer what = vendor::Done{}) {
    gate.answer(call, std::move(what));
    scheduler.run();
  }

  testing_support::PlayedRouter router;
  PlayedGate gate;
  RouterActor router_;
  GateActor gate_;
  caf::actor pump_;
};

TEST_F(Pump, BringsAnIntentToTheGateAndItsOutcomeToTheRouter) {
  start();
  wants_gone("red");
  hint();
  ASSERT_EQ(gate.calls.size(), 1U);
  EXPECT_EQ(name_of(gate.calls.front().call), "delete_team");
  EXPECT_EQ(gate.calls.front().lane, Lane::interactive_write);
  EXPECT_EQ(gate.calls.front().key.first, "team-red");
  EXPECT_TRUE(router.heard.empty());
  answer(0);
  ASSERT_EQ(command_ids(router.heard), Ids{"outcome:call-red:0"});
  EXPECT_EQ(router.heard.front().correlation_id, "cause-1");
}

TEST_F(Pump, FindsWhatWasOpenWhenItStarts) {
  wants_gone("red");
  wants_gone("blue");
  is_gone("red");
  start();
  ASSERT_EQ(gate.calls.size(), 1U);
  EXPECT_EQ(gate.calls.front().key.first, "team-blue");
  EXPECT_EQ(metrics.values["lockstep_open_work"], 1);
}

TEST_F(Pump, SaysAnOutcomeAgainUntilSomebodyHearsIt) {
  wants_gone("red");
  start();
  router.answer = [](const CommandRequest&) { return Reply{Error{Errc::busy, "busy", "", ""}}; };
  answer(0);
  EXPECT_EQ(router.heard.size(), 1U);
  pass(900ms);
  EXPECT_EQ(router.heard.size(), 1U) << "not in a loop";
  router.answer = [this](const CommandRequest&) {
    is_gone("red");
    return Reply{CommandReply{{}, {}, true}};
  };
  pass(200ms);
  EXPECT_EQ(command_ids(router.heard), (Ids{"outcome:call-red:0", "outcome:call-red:0"}));
  EXPECT_EQ(gate.calls.size(), 1U) << "the vendor is not asked again";
}

// A PUT is acknowledged, and seconds later the child's old data went out.
TEST_F(Pump, TakesBackTheCallWhoseFactsHaveChanged) {
  start();
  events::TeamRemoteCreationRequested wanted;
  wanted.team_id = {"red"};
  wanted.call_id = {"call-red"};
  wanted.payload = Sealed{events::TeamPayload{}};
  store({"team", "red"}, wanted);
  hint();
  ASSERT_EQ(gate.calls.size(), 1U);
  store({"team", "red"}, events::TeamDeleted{{"red"}, {"kim"}});
  hint();
  ASSERT_EQ(gate.taken_back.size(), 1U);
  EXPECT_EQ(gate.taken_back.front(), gate.calls.front().key);
  router.answer = [this](const CommandRequest&) {
    store({"team", "red"}, events::TeamRemoteCreationFailed{{"red"}, {"call-red"}, 1, {}, {}});
    return Reply{CommandReply{{}, {}, true}};
  };
  answer(0, vendor::recalled_call());
  EXPECT_EQ(command_ids(router.heard), Ids{"outcome:call-red:0"});
  EXPECT_EQ(gate.calls.size(), 1U);
}

TEST_F(Pump, GoesOnWithWhatWaitsWhenAPlaceIsFree) {
  for (int i = 0; i < 6; ++i) wants_gone("team" + std::to_string(i));
  start();
  EXPECT_EQ(gate.calls.size(), 4U);
  is_gone("team0");
  answer(0);
  EXPECT_EQ(gate.calls.size(), 5U);
}

TEST_F(Pump, DoesNotRepeatAtOnceWhatLeftNoTrace) {
  wants_gone("red");
  start();
  router.answer = [](const CommandRequest&) { return Reply{Error{Errc::conflict, "no", "", ""}}; };
  answer(0);
  EXPECT_EQ(gate.calls.size(), 1U);
  pass(59s);
  EXPECT_EQ(gate.calls.size(), 1U);
  for (int i = 0; i < 3; ++i) pass(1s);
  EXPECT_EQ(gate.calls.size(), 2U);
}

TEST_F(Pump, HasOneTimerHoweverMuchHappens) {
  start();
  for (int i = 0; i < 50; ++i) {
    events::TeamRemoteDeletionFailed event;
    event.team_id = {"team" + std::to_string(i)};
    event.retry_at = Timestamp{memory.clock.now().value + 60'000 - i};
    store({"team", event.team_id.value}, event);
    hint();
  }
  // It never sleeps for longer than 30 s, so all of them ask for the same moment.
  EXPECT_LE(scheduler.clock().schedule().size(), 2U);
}

}  // namespace
}  // namespace lockstep::actors
