// What spans aggregates: whatever order wishes, reactions and the vendor's answers come in,
// everybody ends on the one team they asked for last, here and at the vendor.
#include "engine/process/reactions.h"

#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "engine/domain/competitor.h"
#include "engine/domain/team.h"

namespace lockstep::process {
namespace {

using namespace domain;  // NOLINT(google-build-using-namespace): the commands are the vocabulary
using events::AnyEvent;
using events::Division;

const CoachId kKim{"coach-kim"};

/// Competitors, teams and the vendor, with reactions that are still to be delivered.
struct World {
  std::map<std::string, Competitor::State> competitors;
  std::map<std::string, Team::State> teams;
  std::map<std::string, std::optional<TeamId>> vendor;  ///< Where the vendor has whom.
  std::map<std::string, std::vector<AnyEvent>> log;     ///< By order_key.
  std::map<std::string, std::size_t> delivered;

  /// The refusal, if it was one.
  std::optional<Error> give(const std::string& id, const AnyCommand& command);
  void deliver(const std::string& key);
  void answer(const std::string& competitor);
  [[nodiscard]] std::vector<std::string> pending() const;
  [[nodiscard]] std::vector<std::string> calling() const;
  void ask(const std::string& who, const TeamId& team) {
    give(who, CompetitorCommand{RequestTeam{team}});
  }
};

template <Decider D>
std::optional<Error> decide_in(World& world, typename D::State& state,
                               const typename D::Command& command) {
  std::size_t seen = 0;
  for (const auto& [key, events] : world.log) seen += events.size();
  const auto decided = D::decide(state, command, Context{Timestamp{1}, std::to_string(seen)});
  if (!decided) return decided.error();
  state = fold<D>(state, decided.value());
  for (const auto& event : decided.value()) {
    const auto any = std::visit([](const auto& e) { return AnyEvent{e}; }, event);
    world.log[order_key(any)].push_back(any);
  }
  return std::nullopt;
}

std::optional<Error> World::give(const std::string& id, const AnyCommand& command) {
  if (const auto* c = std::get_if<CompetitorCommand>(&command))
    return decide_in<Competitor>(*this, competitors[id], *c);
  if (const auto* c = std::get_if<TeamCommand>(&command))
    return decide_in<Team>(*this, teams[id], *c);
  return std::nullopt;  // No coach takes part here.
}

void World::deliver(const std::string& key) {
  const auto event = log[key].at(delivered[key]++);
  for (const auto& reaction : react(event)) {
    const auto refused = give(reaction.id, reaction.command);
    if (!refused || !reaction.if_refused) continue;
    const auto other = reaction.if_refused(*refused);
    give(other.id, other.command);
  }
}

void World::answer(const std::string& competitor) {
  const auto& state = competitors[competitor];
  vendor[competitor] = state.calling_team;
  const auto call = state.assignment_call.call_id.value();
  give(competitor, CompetitorCommand{RecordAssignmentOutcome{call, {}}});
}

std::vector<std::string> World::pending() const {
  std::vector<std::string> out;
  for (const auto& [key, events] : log) {
    const auto done = delivered.find(key);
    if (done == delivered.end() || done->second < events.size()) out.push_back(key);
  }
  return out;
}

std::vector<std::string> World::calling() const {
  std::vector<std::string> out;
  for (const auto& [id, state] : competitors)
    if (state.assignment_call.call_id) out.push_back(id);
  return out;
}

Competitor::State onboarded(const std::string& id) {
  return fold<Competitor>(
      {}, {events::CompetitorFactsRecorded{
               {id}, kKim, {}, Division::college, true, true, true, {}, {}, {}},
           events::CompetitorOnboarded{{id}, {"call-0"}, {7}, {}, "approved", {}, true}});
}
Team::State team_with(const std::string& id, int members) {
  std::vector<Team::Event> given{
      events::TeamFactsRecorded{{id}, kKim, Sealed<std::string>{"Team"}, Division::college, {}},
      events::TeamCoachReady{{id}, {}}, events::TeamRemoteCreated{{id}, {"call-0"}, {}, {}}};
  for (int i = 0; i < members; ++i)
    given.emplace_back(events::TeamMemberAdded{{id}, {"other-" + std::to_string(i)}, 1});
  return fold<Team>({}, given);
}
World world_of(const std::vector<std::string>& people, int on_red, int on_blue) {
  World out;
  for (const auto& id : people) out.competitors[id] = onboarded(id);
  out.teams["red"] = team_with("red", on_red);
  out.teams["blue"] = team_with("blue", on_blue);
  return out;
}

void expect_limit(const World& world) {
  for (const auto& [id, team] : world.teams) EXPECT_LE(team.members.size(), kMaxTeamMembers) << id;
}
/// Nothing is under way: the roster, the wish and the vendor say the same.
void expect_settled(const World& world) {
  for (const auto& [id, state] : world.competitors) {
    EXPECT_EQ(state.requested_team, std::nullopt) << id;
    for (const auto& [team_id, team] : world.teams)
      EXPECT_EQ(team.members.contains(id), state.team == TeamId{team_id}) << id << " " << team_id;
    const auto remote = world.vendor.find(id);
    EXPECT_EQ(remote == world.vendor.end() ? std::nullopt : remote->second, state.team) << id;
    EXPECT_EQ(state.remote_team, state.team) << id;
  }
}

std::string text_of(const World& world) {
  std::string out;
  for (const auto& [id, state] : world.competitors)
    out += boost::json::serialize(events::encode(state).body);
  for (const auto& [id, state] : world.teams)
    out += boost::json::serialize(events::encode(state).body);
  for (const auto& [id, team] : world.vendor) out += id + (team ? team->value : "-");
  for (const auto& key : world.pending()) {
    const auto done = world.delivered.find(key);
    const auto& events = world.log.at(key);
    for (auto i = done == world.delivered.end() ? 0 : done->second; i < events.size(); ++i)
      out += std::visit(
          [](const auto& e) {
            return std::string(e.kType) + boost::json::serialize(events::encode(e).body);
          },
          events[i]);
  }
  return out;
}

struct Wish {
  std::string who;
  TeamId team;
  bool at_once = false;  ///< The team is asked by the caller, too, before anybody reacts.
};
/// Every order in which wishes, reactions of different keys and the vendor's answers can come.
struct Explorer {
  std::vector<Wish> wishes;
  std::function<void(const World&)> expect_end;
  std::set<std::pair<std::size_t, std::size_t>> seen;
  int ends = 0;

  void explore(const World& world, std::size_t wished) {
    if (!seen.emplace(wished, std::hash<std::string>{}(text_of(world))).second) return;
    expect_limit(world);
    bool ended = true;
    const auto step = [&](auto change, std::size_t now_wished) {
      ended = false;
      auto next = world;
      change(next);
      explore(next, now_wished);
    };
    if (wished < wishes.size()) step([&](World& next) { wish(next, wishes[wished]); }, wished + 1);
    for (const auto& key : world.pending()) step([&](World& next) { next.deliver(key); }, wished);
    for (const auto& who : world.calling()) step([&](World& next) { next.answer(who); }, wished);
    if (!ended) return;
    ++ends;
    expect_settled(world);
    expect_end(world);
  }
  static void wish(World& world, const Wish& it) {
    world.ask(it.who, it.team);
    if (!it.at_once) return;
    const auto no = world.competitors[it.who].request_no;
    world.give(it.team.value,
               TeamCommand{AddTeamMember{it.team, {it.who}, no, Division::college, kKim}});
  }
};

const TeamId kRed{"red"};
const TeamId kBlue{"blue"};
std::optional<TeamId> team_of(const World& world, const std::string& who) {
  return world.competitors.at(who).team;
}

TEST(Roster, TheDesiredTeamBelongsToTheCompetitorInAnyOrderOfMoves) {
  for (const bool at_once : {false, true}) {
    Explorer explorer{{{"ada", kRed, at_once}, {"ada", kBlue, at_once}, {"ada", kRed, at_once}},
                      [](const World& end) { EXPECT_EQ(team_of(end, "ada"), kRed); },
                      {}};
    explorer.explore(world_of({"ada"}, 0, 0), 0);
    EXPECT_GT(explorer.ends, 0);
  }
}

TEST(Roster, WhoIsRefusedStaysWhereTheyWere) {
  Explorer explorer{{{"ada", kRed}, {"ada", kBlue}},
                    [](const World& end) {
                      EXPECT_EQ(team_of(end, "ada"), kRed);
                      EXPECT_EQ(end.teams.at("blue").members.size(), 6U);
                    },
                    {}};
  explorer.explore(world_of({"ada"}, 0, 6), 0);
  EXPECT_GT(explorer.ends, 0);
}

TEST(Roster, OneActorPerTeamDecidesWhoGetsTheLastPlace) {
  for (const bool at_once : {false, true}) {
    std::set<bool> winners;
    Explorer explorer{{{"ada", kRed, at_once}, {"bob", kRed, at_once}},
                      [&](const World& end) {
                        const bool ada = team_of(end, "ada") == kRed;
                        winners.insert(ada);
                        EXPECT_NE(team_of(end, "bob") == kRed, ada);
                        EXPECT_EQ(end.teams.at("red").members.size(), 6U);
                      },
                      {}};
    explorer.explore(world_of({"ada", "bob"}, 5, 0), 0);
    EXPECT_EQ(winners.size(), at_once ? 1U : 2U);
  }
}

void settle(World& world) {
  while (!world.pending().empty() || !world.calling().empty()) {
    for (const auto& key : world.pending()) world.deliver(key);
    for (const auto& who : world.calling()) world.answer(who);
  }
}

TEST(Roster, TwoWhoSwapTeamsEndSwapped) {
  auto world = world_of({"ada", "bob"}, 4, 4);
  world.ask("ada", kRed);
  world.ask("bob", kBlue);
  settle(world);
  expect_settled(world);
  Explorer explorer{{{"ada", kBlue}, {"bob", kRed}},
                    [](const World& end) {
                      EXPECT_EQ(team_of(end, "ada"), kBlue);
                      EXPECT_EQ(team_of(end, "bob"), kRed);
                    },
                    {}};
  explorer.explore(world, 0);
  EXPECT_GT(explorer.ends, 0);
}

// One thing that can happen: a wish, a removal, a reaction, a reaction given again, an answer.
void random_step(World& world, std::mt19937& random) {
  const std::vector<std::string> people{"ada", "bob", "eve"};
  const auto who = people[random() % 3];
  const auto team = random() % 2 == 0 ? kRed : kBlue;
  const auto pick = random() % 20;
  if (pick < 3) return Explorer::wish(world, {who, team, pick == 0});
  if (pick == 3)
    return void(world.give(team.value,
                           TeamCommand{RemoveTeamMember{{who}, {}, events::RemovalReason::asked}}));
  if (pick == 4) {  // A restart: what was reacted to since some checkpoint is reacted to again.
    auto& done = world.delivered[who];
    done -= std::min<std::size_t>(done, random() % 6);
    return;
  }
  const auto pending = world.pending();
  const auto calling = world.calling();
  if (!pending.empty() && (pick < 16 || calling.empty()))
    return world.deliver(pending[random() % pending.size()]);
  if (!calling.empty()) world.answer(calling[random() % calling.size()]);
}

TEST(Roster, SettlesAfterAnyHistoryWithReactionsGivenAgain) {
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random{seed};
    auto world = world_of({"ada", "bob", "eve"}, 4, 5);
    for (int i = 0; i < 120; ++i) {
      random_step(world, random);
      expect_limit(world);
    }
    settle(world);
    expect_settled(world);
    if (HasFailure()) return;
  }
}

template <class Command, class Family>
Command only(const AnyEvent& event, const std::string& id) {
  const auto reactions = react(event);
  EXPECT_EQ(reactions.size(), 1U);
  if (reactions.empty()) return {};
  EXPECT_EQ(reactions[0].id, id);
  return std::get<Command>(std::get<Family>(reactions[0].command));
}

TEST(Onboarding, AsksTheCoachForWhoIsWantedAndForEveryTeam) {
  const auto asked = only<ClearDependent, CoachCommand>(
      events::CompetitorOnboardingWanted{{"ada"}, kKim}, "coach-kim");
  EXPECT_EQ(asked.kind, events::DependentKind::competitor);
  EXPECT_EQ(asked.dependent_id, "ada");
  EXPECT_EQ(asked.coach_id, kKim);
  const auto team = only<ClearDependent, CoachCommand>(
      events::TeamFactsRecorded{kRed, kKim, Sealed<std::string>{"Red"}, Division::college, {}},
      "coach-kim");
  EXPECT_EQ(team.kind, events::DependentKind::team);
  EXPECT_EQ(team.dependent_id, "red");
}

const Sealed<std::optional<std::string>> kHill{"Hill"};

TEST(Onboarding, PassesTheCoachsWordOnToWhomItIsAbout) {
  using events::DependentKind;
  const auto parked = only<ParkOnboarding, CompetitorCommand>(
      events::CoachDependentWaiting{kKim, DependentKind::competitor, "ada", "denied"}, "ada");
  EXPECT_EQ(parked.coach_status, "denied");
  const auto cleared = only<ProceedOnboarding, CompetitorCommand>(
      events::CoachDependentCleared{kKim, DependentKind::competitor, "ada", kHill, "north"}, "ada");
  EXPECT_EQ(cleared.coach_id, kKim);
  EXPECT_EQ(cleared.coach_school, "Hill");
  EXPECT_EQ(cleared.coach_region, "north");
  const auto team = only<ProceedTeamCreation, TeamCommand>(
      events::CoachDependentCleared{kKim, DependentKind::team, "red", kHill, "north"}, "red");
  EXPECT_EQ(team.coach_school, "Hill");
  EXPECT_TRUE(
      react(events::CoachDependentWaiting{kKim, DependentKind::team, "red", "denied"}).empty());
}

TEST(TeamNames, AreAllReleasedByADeletedTeam) {
  const auto released =
      only<ReleaseTeamName, CoachCommand>(events::TeamDeleted{kRed, kKim}, "coach-kim");
  EXPECT_EQ(released.team_id, kRed);
  EXPECT_EQ(released.request_no, std::nullopt);
}

TEST(TeamNames, AreReleasedWhenTheyAreReplaced) {
  events::TeamFactsRecorded renamed{kRed, kKim, Sealed<std::string>{"Red"}, Division::college, {}};
  renamed.name_request_no = 3;
  renamed.replaced_request_no = 1;
  const auto reactions = react(renamed);
  ASSERT_EQ(reactions.size(), 2U) << "the coach is asked for the account, too";
  const auto& released = std::get<ReleaseTeamName>(std::get<CoachCommand>(reactions[1].command));
  EXPECT_EQ(released.request_no, 1);
}

TEST(Roster, HasATeamMadeAgainThatTheVendorDoesNotHave) {
  events::CompetitorAssignmentFailed failed{{"ada"}, {"call"}, 1, kRed, {}, {}};
  failed.failure.code = events::kVendorTeamMissing;
  EXPECT_EQ((only<ReportTeamMissing, TeamCommand>(failed, "red").found_by), CallId{"call"});
  failed.failure.code = "vendor-unknown-id";
  EXPECT_TRUE(react(failed).empty()) << "it may be the user who is not there";
}

TEST(OrderKey, IsTheCompetitorElseTheTeamElseTheCoach) {
  EXPECT_EQ(order_key(events::TeamMemberAdded{kRed, {"ada"}, 1}), "ada");
  EXPECT_EQ(order_key(events::CompetitorTeamLeft{{"ada"}, kRed, 1, {}}), "ada");
  EXPECT_EQ(order_key(events::CoachDependentCleared{kKim, {}, "ada", {}, {}}), "ada");
  EXPECT_EQ(order_key(events::TeamDeleted{kRed, kKim}), "red");
  EXPECT_EQ(order_key(events::CoachTeamNameHeld{kKim, kRed, 1, {}}), "red");
  EXPECT_EQ(order_key(events::CoachPlatformStatusRecorded{kKim, "denied", {}}), "coach-kim");
}

}  // namespace
}  // namespace lockstep::process
