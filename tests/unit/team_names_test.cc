// A team's name is held by number: whatever order requests, holds, confirmations and releases come
// in, whoever gives up between any two of them, and whatever is done again after a crash.
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "base/text.h"
#include "engine/domain/coach.h"
#include "engine/domain/team.h"
#include "engine/process/reactions.h"
#include "engine/usecases/delete_team.h"
#include "engine/usecases/record_team.h"

namespace lockstep::usecases {
namespace {

using namespace domain;  // NOLINT(google-build-using-namespace): the commands are the vocabulary
using events::AnyEvent;

const CoachId kKim{"kim"};

/// A coach and teams, with a log that processes read and may read again.
struct World {
  Coach::State coach;
  std::map<std::string, Team::State> teams;
  std::vector<std::pair<StreamId, AnyEvent>> log;
  std::map<std::string, std::size_t> reacted;  ///< By order key: how many of its events.
  std::map<std::string, std::vector<AnyEvent>> by_key;
  bool coach_answers = true;
  bool remembers = false;  ///< All requests have one idempotency key.
  std::map<std::string, Heard> remembered;

  World() {
    give({"kim", CoachCommand{RecordCoachFacts{kKim, {"Kim", "Q", "k@school.test"}, "S", "n", {}}},
          ""});
  }

  template <Decider D>
  Heard decide_in(typename D::State& state, const std::string& id,
                  const typename D::Command& command) {
    const auto decided = D::decide(state, command, {Timestamp{1}, std::to_string(log.size())});
    if (!decided) return decided.error();
    state = fold<D>(std::move(state), decided.value());
    for (const auto& event : decided.value()) {
      const auto any = std::visit([](const auto& e) { return AnyEvent{e}; }, event);
      log.emplace_back(StreamId{std::string(D::kCategory), id}, any);
      by_key[process::order_key(any)].push_back(any);
    }
    CommandReply reply;
    reply.position = Position{log.size()};
    reply.changed = !decided.value().empty();
    return reply;
  }
  Heard give(const Give& step) {
    if (!remembers || !step.part) return decide(step);
    if (const auto known = remembered.find(*step.part); known != remembered.end())
      return known->second;
    auto heard = decide(step);
    if (!std::holds_alternative<Error>(heard)) remembered.emplace(*step.part, heard);
    return heard;
  }
  Heard decide(const Give& step) {
    if (const auto* c = std::get_if<TeamCommand>(&step.command))
      return decide_in<Team>(teams[step.id], step.id, *c);
    if (!coach_answers) return Error{Errc::timeout, "command-timeout", "", ""};
    if (const auto* c = std::get_if<CoachCommand>(&step.command))
      return decide_in<Coach>(coach, step.id, *c);
    return CommandReply{};
  }
  Heard answer(const Step& step) {
    if (const auto* give_it = std::get_if<Give>(&step)) return give(*give_it);
    if (const auto* look = std::get_if<Look>(&step)) return log.at(look->at.value - 1).second;
    std::vector<AnyEvent> out;
    for (const auto& [stream, event] : log)
      if (stream == std::get<Recall>(step).stream) out.push_back(event);
    return out;
  }
  /// The next event of this key that nobody has reacted to yet.
  void react_to_one(const std::string& key) {
    const auto event = by_key[key].at(reacted[key]++);
    for (const auto& reaction : process::react(event)) {
      const auto heard = give({reaction.id, reaction.command, std::nullopt});
      const auto* refused = std::get_if<Error>(&heard);
      if (refused == nullptr || !reaction.if_refused) continue;
      const auto other = reaction.if_refused(*refused);
      give({other.id, other.command, std::nullopt});
    }
  }
  [[nodiscard]] std::vector<std::string> pending() const {
    std::vector<std::string> out;
    for (const auto& [key, all] : by_key) {
      const auto done = reacted.find(key);
      if (done == reacted.end() || done->second < all.size()) out.push_back(key);
    }
    return out;
  }
  void settle() {
    for (auto keys = pending(); !keys.empty(); keys = pending()) react_to_one(keys.front());
  }
  /// Names of teams that are there, folded; a name twice is twice in it.
  [[nodiscard]] std::multiset<std::string> names() const {
    std::multiset<std::string> out;
    for (const auto& [id, team] : teams)
      if (!team.id.empty() && !team.deleted) out.insert(base::name_key(team.name.reveal()));
    return out;
  }
  [[nodiscard]] std::multiset<std::string> held() const {
    std::multiset<std::string> out;
    for (const auto& name : coach.team_names.reveal()) out.insert(base::name_key(name.name));
    return out;
  }
};

ChangeTeamFacts named(const std::string& team, const std::string& name) {
  return {.team_id = {team}, .coach_id = kKim, .name = name, .division = events::Division::college};
}

template <UseCase U>
Outcome carry_out(World& world, U use_case) {
  auto step = use_case.start();
  while (!std::holds_alternative<Outcome>(step)) step = use_case.on(world.answer(step));
  return std::get<Outcome>(step);
}

/// Somebody's request on its way; dropped at any step when whoever asked dies.
struct UnderWay {
  RecordTeam use_case;
  Step step;
};

TEST(TeamName, IsConfirmedBeforeTheAnswer) {
  World world;
  ASSERT_TRUE(carry_out(world, RecordTeam{named("red", "Red")}));
  EXPECT_EQ(world.teams["red"].name.reveal(), "Red");
  EXPECT_EQ(world.held(), std::multiset<std::string>{"red"});
}

TEST(TeamName, ThatIsTakenIsRefusedAndNothingOfTheRequestHappens) {
  World world;
  ASSERT_TRUE(carry_out(world, RecordTeam{named("red", "Red")}));
  ASSERT_TRUE(carry_out(world, RecordTeam{named("blue", "Blue")}));
  auto change = named("blue", "RED");
  change.division = events::Division::high_school;
  const auto refused = carry_out(world, RecordTeam{change});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, "team-name-taken");
  ASSERT_TRUE(carry_out(world, DeleteTeam{{"red"}, {}}));
  world.settle();
  EXPECT_EQ(world.teams["blue"].name.reveal(), "Blue") << "what was refused never happens";
  EXPECT_EQ(world.teams["blue"].division, events::Division::college);
}

TEST(TeamName, IsFreeAtOnceAfterADeletion) {
  World world;
  ASSERT_TRUE(carry_out(world, RecordTeam{named("red", "Red")}));
  ASSERT_TRUE(carry_out(world, DeleteTeam{{"red"}, {}}));
  EXPECT_TRUE(carry_out(world, RecordTeam{named("blue", "Red")}));
}

TEST(TeamName, ThatIsNotAnsweredInTimeIsWithdrawn) {
  World world;
  world.coach_answers = false;
  const auto outcome = carry_out(world, RecordTeam{named("red", "Red")});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, Errc::unavailable);
  world.coach_answers = true;
  world.settle();
  EXPECT_TRUE(world.teams["red"].id.empty()) << "what was refused never happens";
  EXPECT_TRUE(world.held().empty()) << "no name is held for nobody";
  EXPECT_TRUE(carry_out(world, RecordTeam{named("red", "Red")})) << "it may be asked again";
}

// A client that tries again with the same idempotency key hears what was answered to each of its
// commands; of a request that was withdrawn that is no answer to its wish.
TEST(TeamName, ThatWasWithdrawnIsGivenWhenTheSameRequestComesAgain) {
  World world;
  world.remembers = true;
  world.coach_answers = false;
  ASSERT_FALSE(carry_out(world, RecordTeam{named("red", "Red")}));
  world.coach_answers = true;
  world.settle();
  ASSERT_TRUE(carry_out(world, RecordTeam{named("red", "Red")}));
  EXPECT_EQ(world.teams["red"].name.reveal(), "Red");
}

// 8 concurrent renames with one ETag once all were answered 200, and so were creations with
// If-None-Match: *.
TEST(TeamName, IsGivenToOneOfThoseWhoRequireTheSameFacts) {
  for (const std::int64_t revision : {0, 1}) {
    World world;
    if (revision == 1) {
      ASSERT_TRUE(carry_out(world, RecordTeam{named("red", "Red")}));
    }
    std::vector<UnderWay> requests;
    for (const auto* name : {"Crimson", "Scarlet", "Crimson"}) {
      auto change = named("red", name);
      change.if_revision = revision;
      RecordTeam use_case{change};
      auto first = use_case.start();
      requests.push_back({std::move(use_case), std::move(first)});
    }
    std::vector<std::string> ends;
    for (int step = 0; step < 10; ++step)
      for (auto& request : requests)
        if (!std::holds_alternative<Outcome>(request.step))
          request.step = request.use_case.on(world.answer(request.step));
    for (const auto& request : requests) {
      const auto& end = std::get<Outcome>(request.step);
      ends.push_back(end ? "changed" : end.error().type);
    }
    EXPECT_EQ(ends,
              (std::vector<std::string>{"changed", "team-facts-changed", "team-facts-changed"}));
    world.settle();
    EXPECT_EQ(world.teams["red"].name.reveal(), "Crimson");
    EXPECT_EQ(world.held(), std::multiset<std::string>{"crimson"});
  }
}

TEST(TeamName, IsTheSameInOtherLettersForTheTeamThatHasIt) {
  World world;
  ASSERT_TRUE(carry_out(world, RecordTeam{named("red", "Red")}));
  ASSERT_TRUE(carry_out(world, RecordTeam{named("red", "RED")}));
  EXPECT_EQ(world.teams["red"].name.reveal(), "RED");
  EXPECT_EQ(world.held(), std::multiset<std::string>{"red"});
}

// 14 of 54 teams once had a name that another team had, too.
TEST(TeamName, IsNeverTwiceWhateverHappensBetweenAnyTwoSteps) {
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random{seed};
    World world;
    std::vector<UnderWay> requests;
    const auto pick = [&](std::size_t n) { return random() % n; };
    for (int i = 0; i < 150; ++i) {
      const auto what = pick(12);
      const auto team = "team" + std::to_string(pick(5));
      if (what < 3) {
        auto change = named(team, "Name " + std::to_string(pick(3)));
        if (pick(2) == 0) change.if_revision = world.teams[team].facts_revision;
        RecordTeam use_case{change};
        auto first = use_case.start();
        requests.push_back({std::move(use_case), std::move(first)});
      } else if (what < 8 && !requests.empty()) {
        const auto which = pick(requests.size());
        auto& request = requests[which];
        const bool dies = pick(10) == 0;
        if (!dies) request.step = request.use_case.on(world.answer(request.step));
        if (dies || std::holds_alternative<Outcome>(request.step))
          requests.erase(requests.begin() + static_cast<std::ptrdiff_t>(which));
      } else if (what < 10 && !world.pending().empty()) {
        const auto keys = world.pending();
        world.react_to_one(keys[pick(keys.size())]);
      } else if (what == 10) {  // A restart: some of it is reacted to again.
        auto& done = world.reacted[team];
        done -= std::min<std::size_t>(done, pick(5));
      } else {
        (void)carry_out(world, DeleteTeam{{team}, {}});
      }
      const auto names = world.names();
      ASSERT_EQ(names.size(), std::set<std::string>(names.begin(), names.end()).size());
    }
    world.settle();
    ASSERT_EQ(world.names(), world.held()) << "a name is held for nobody, or not held";
    for (const auto& [id, state] : world.teams) ASSERT_TRUE(state.name_requests.reveal().empty());
  }
}

}  // namespace
}  // namespace lockstep::usecases
