// A to B to A, faster than the vendor answers: requests and answers overtake each other, some are
// lost after the vendor did what was asked, the engine dies in between, and late words are said
// again. In the end everybody is where they were wanted last, here and there.
#include <random>

#include <gtest/gtest.h>

#include "events/any_event.h"
#include "tests/simulation/chaos_watch.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;
using domain::CompetitorCommand;
using domain::RequestTeam;

constexpr int kKids = 4;

std::string kid(int i) {
  return "kid" + std::to_string(i);
}

class PingPong {
 public:
  explicit PingPong(std::uint64_t seed) : mock(seed, behaviour_of(seed)), watch(mock), dice_(seed) {
    world.restart();
    EXPECT_TRUE(world.put_coach("carl"));
    for (const auto* team : {"a", "b"}) EXPECT_TRUE(world.put_team(team, "carl"));
    for (int i = 0; i < kKids; ++i) {
      EXPECT_TRUE(world.put_competitor(kid(i), "carl"));
      EXPECT_TRUE(world.onboard(kid(i)));
      world.join(kid(i), "a");
      wanted[kid(i)] = "a";
    }
    world.pass(30s);
    EXPECT_EQ(mock.assignments(), wanted);
    world.chance.travel_time = [this] { return std::chrono::milliseconds{roll(1500)}; };
    world.chance.next_to_run = [this](std::size_t n) { return dice_() % n; };
    world.restart();
  }

  static metactf_mock::Behaviour behaviour_of(std::uint64_t seed) {
    metactf_mock::Behaviour out;
    out.on_reassign =
        seed % 2 == 0 ? metactf_mock::OnReassign::move : metactf_mock::OnReassign::conflict;
    return out;
  }

  /// To the other team, without waiting for anything.
  void swing(const std::string& who) {
    auto& to = wanted[who];
    to = to == "a" ? "b" : "a";
    watch.note(who + " to " + to);
    world.post(who, CompetitorCommand{RequestTeam{{to}}});
    world.system->run(static_cast<std::size_t>(roll(60)));
    if (roll(2) == 0) world.leap(std::chrono::milliseconds{roll(800) + 1});
    watch.follow();
  }
  /// Every answer that was heard is said once more, the newest first.
  void say_again() {
    const auto events = world.log->read_all(Position{0}, {.max_events = 100'000});
    for (auto it = events.value().rbegin(); it != events.value().rend(); ++it) {
      const auto event = events::decode(*it);
      if (const auto* done = std::get_if<events::CompetitorAssignmentRecorded>(&event.value()))
        world.post(done->competitor_id.value,
                   CompetitorCommand{domain::RecordAssignmentOutcome{done->call_id, {}}});
    }
    world.system->run_until_idle();
  }
  void end() {
    mock.set_faults({});
    world.leap(20min);
    watch.look_around();
  }

  void expect_all_as_wanted() {
    EXPECT_EQ(mock.assignments(), wanted);
    for (const auto& [who, team] : wanted) {
      EXPECT_EQ(watch.competitors[who].team, TeamId{team}) << who;
      EXPECT_EQ(watch.teams["a"].members.contains(who), team == "a") << who;
      EXPECT_EQ(watch.teams["b"].members.contains(who), team == "b") << who;
    }
    for (const auto& violation : watch.violations()) ADD_FAILURE() << violation;
    if (testing::Test::HasFailure()) std::cout << watch.story();
  }

  /// Whether some answer came before that of an older call.
  bool answers_overtook() {
    std::vector<CallId> open;
    bool out = false;
    const auto events = world.log->read_all(Position{0}, {.max_events = 100'000});
    for (const auto& stored : events.value()) {
      const auto event = events::decode(stored);
      if (const auto* asked = std::get_if<events::CompetitorAssignmentRequested>(&event.value()))
        open.push_back(asked->call_id);
      if (const auto* done = std::get_if<events::CompetitorAssignmentRecorded>(&event.value())) {
        out = out || open.front() != done->call_id;
        std::erase(open, done->call_id);
      }
      if (const auto* failed = std::get_if<events::CompetitorAssignmentFailed>(&event.value()))
        std::erase(open, failed->call_id);
    }
    return out;
  }

  int roll(int n) { return std::uniform_int_distribution<int>(0, n - 1)(dice_); }

  MockWorld mock;
  World& world = mock.world;
  ChaosWatch watch;
  std::map<std::string, std::string> wanted;

 private:
  std::mt19937_64 dice_;
};

boost::json::object losing(std::uint64_t seed) {
  return {{"timeoutRate", 0.3}, {"cutRate", 0.2}, {"errorRate", 0.1}, {"seed", seed}};
}

TEST(PingPong, AToBToAInQuickSuccessionEndsAtA) {
  int overtook = 0;
  for (std::uint64_t seed = 1; seed <= 40 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    PingPong game{seed};
    game.mock.set_faults(losing(seed));
    for (int i = 0; i < kKids; ++i) {
      game.swing(kid(i));
      game.swing(kid(i));
    }
    if (seed % 3 == 0) game.world.restart();
    game.end();
    game.expect_all_as_wanted();
    overtook += game.answers_overtook() ? 1 : 0;
  }
  EXPECT_GT(overtook, 0) << "no answer overtook another: this proves nothing";
}

TEST(PingPong, ManySwingsOfSeveralAtOnceEndWhereTheyWereWantedLast) {
  int overtook = 0;
  std::size_t lost = 0;
  for (std::uint64_t seed = 100; seed < 140 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    PingPong game{seed};
    const auto swings = 10 + game.roll(20);
    for (int i = 0; i < swings; ++i) {
      if (i % 8 == 3) game.mock.set_faults(losing(seed + static_cast<std::uint64_t>(i)));
      game.swing(kid(game.roll(kKids)));
      if (game.roll(12) == 0) game.world.restart();
    }
    game.say_again();
    game.end();
    game.expect_all_as_wanted();
    overtook += game.answers_overtook() ? 1 : 0;
    for (const auto& call : game.watch.unscheduled)
      lost += call.taken && call.status == 0 ? 1U : 0U;
  }
  EXPECT_GT(overtook, 0);
  EXPECT_GT(lost, 0U) << "no answer was lost after the vendor had done it";
}

}  // namespace
}  // namespace lockstep::simulation
