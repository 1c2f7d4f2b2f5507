// Every fault of the mock, one by one and in random mixes, while competitors are onboarded, teams
// move and scores come: in the end the vendor is as the log says, everybody was created once, and
// whatever failed had said what to do about it.
#include <random>

#include <gtest/gtest.h>

#include "events/any_event.h"
#include "tests/simulation/mock_world.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;
using boost::json::object;
using metactf_mock::Behaviour;
using metactf_mock::OnAbsentAssignment;
using metactf_mock::OnReassign;
using metactf_mock::OnRepeat;

constexpr int kKids = 8;
constexpr int kTeams = 3;

std::string kid(int i) {
  return "kid" + std::to_string(i);
}
std::string team(int i) {
  return "team" + std::to_string(i);
}

/// Each answer to what the contract leaves open, by number.
Behaviour behaviour_of(std::uint64_t n) {
  constexpr std::array kRepeats{OnRepeat::same, OnRepeat::conflict, OnRepeat::update};
  Behaviour out;
  out.on_repeat = kRepeats.at(n % 3);
  out.on_reassign = n % 2 == 0 ? OnReassign::move : OnReassign::conflict;
  out.on_absent_assignment = n % 5 < 3 ? OnAbsentAssignment::not_found : OnAbsentAssignment::ok;
  out.after_time_inclusive = n % 2 == 1;
  out.totals_filtered = n % 7 == 3;
  out.omit_status_on_create = n % 4 == 1;
  out.late_seconds = n % 6 == 5 ? 300 : 0;
  return out;
}

/// A team of a coach and the coach's competitors, whom random things happen to.
class Season {
 public:
  Season(std::uint64_t seed, const Behaviour& behaviour) : mock(seed, behaviour), dice_(seed) {
    EXPECT_TRUE(world.put_coach("carl"));
    for (int i = 0; i < kTeams; ++i) EXPECT_TRUE(world.put_team(team(i), "carl"));
    for (int i = 0; i < kKids; ++i) EXPECT_TRUE(world.put_competitor(kid(i), "carl"));
  }

  void play(int moves) {
    for (int i = 0; i < moves; ++i) move();
  }
  /// The faults are over. What a person has to put right is put right as its remedy says, and the
  /// rest has the time that its backoff takes.
  void settle() {
    mock.set_faults({});
    world.pass(1900s);
    (void)world.give("carl", domain::CoachCommand{domain::EnsureCoachAccount{}});
    world.pass(60s);
    for (int i = 0; i < kTeams; ++i)
      (void)world.give(team(i), domain::TeamCommand{domain::ConvergeTeam{}});
    for (int i = 0; i < kKids; ++i) {
      (void)world.onboard(kid(i));
      (void)world.give(kid(i), domain::CompetitorCommand{domain::ConvergeAssignment{}});
    }
    world.pass(2000s);
  }
  void expect_the_vendor_to_be_as_wanted();
  void expect_every_solve_to_be_stored();
  void expect_every_failure_to_have_said_what_to_do();

  MockWorld mock;
  World& world = mock.world;

 private:
  int roll(int n) { return std::uniform_int_distribution<int>(0, n - 1)(dice_); }
  void move() {
    const auto who = kid(roll(kKids));
    switch (roll(9)) {
      case 0:
      case 1:
      case 2:
        return (void)world.onboard(who);
      case 3:
      case 4:
        return world.join(who, team(roll(kTeams)));
      case 5:
        return world.leave(who, team(roll(kTeams)));
      case 6:
        return solve_something(who);
      default:
        world.pass(std::chrono::seconds{roll(40) + 1});
    }
  }
  void solve_something(const std::string& who) {
    if (!world.competitor(who).game_platform_id) return;
    mock.solve(who, roll(4), roll(2) == 0 ? "odl" : "flash");
    (void)world.give(who, domain::ScoresCommand{domain::RequestSync{}});
  }
  std::mt19937_64 dice_;
};

void Season::expect_the_vendor_to_be_as_wanted() {
  const auto state = mock.state();
  std::map<std::string, std::string> remote;
  for (const auto& assignment : state.at("assignments").as_array())
    remote[std::string(assignment.at("synedUserId").as_string())] =
        assignment.at("synedTeamId").as_string();
  for (int i = 0; i < kKids; ++i) {
    const auto row = world.competitor(kid(i));
    EXPECT_EQ(row.status, events::CompetitorStatus::complete)
        << kid(i) << ": " << row.game_platform_sync_error.value_or("");
    EXPECT_EQ(state.at("usersMade").at(kid(i)).at("created"), 1) << kid(i);
    const auto at = remote.find(kid(i));
    const auto member = world.reads->roster().membership({kid(i)}).value();
    EXPECT_EQ(row.team_id.value_or(TeamId{}).value, at == remote.end() ? "" : at->second)
        << kid(i) << ": " << (member ? member->game_platform_sync_error.value_or("") : "");
  }
  EXPECT_EQ(state.at("usersMade").at("carl").at("created"), 1);
  EXPECT_EQ(state.at("counts").at("users"), kKids + 1);
  EXPECT_EQ(state.at("counts").at("teams"), kTeams);
  for (int i = 0; i < kTeams; ++i)
    EXPECT_EQ(state.at("teamsMade").at(team(i)).at("created"), 1) << team(i);
}

void Season::expect_every_solve_to_be_stored() {
  for (int i = 0; i < kKids; ++i) {
    const auto stats = world.reads->scores().stats({kid(i)});
    ASSERT_TRUE(stats && stats.value()) << kid(i);
    const auto person = mock.person(kid(i));
    std::size_t flash = 0;
    for (const auto& entry : person.flash) flash += entry.solves.size();
    EXPECT_EQ(stats.value()->odl_solves_stored, static_cast<std::int64_t>(person.odl.size()));
    EXPECT_EQ(stats.value()->flash_solves_stored, static_cast<std::int64_t>(flash));
    EXPECT_EQ(stats.value()->challenges_completed, static_cast<std::int64_t>(person.odl.size()))
        << "the vendor's own total";
  }
}

void Season::expect_every_failure_to_have_said_what_to_do() {
  const auto events = world.log->read_all(Position{0}, {.max_events = 1'000'000});
  for (const auto& stored : events.value()) {
    const auto event = events::decode(stored);
    ASSERT_TRUE(event);
    std::visit(
        [&]<class E>(const E& e) {
          if constexpr (requires { e.failure.remedy; }) {
            EXPECT_FALSE(e.failure.remedy.empty()) << stored.type;
            EXPECT_FALSE(e.failure.message.empty()) << stored.type;
            EXPECT_FALSE(e.failure.code.empty()) << stored.type;
          }
        },
        event.value());
  }
  const auto summary = world.reads->across().summary(std::nullopt);
  EXPECT_EQ(summary.value().onboarding_errors, 0) << "what has healed is no error any more";
  EXPECT_EQ(summary.value().sync_errors, 0);
  EXPECT_EQ(summary.value().members_error, 0);
}

void expect_to_end_well(std::uint64_t seed, const object& faults) {
  Season season{seed, behaviour_of(seed)};
  season.mock.set_faults(faults);
  season.play(80);
  season.settle();
  season.expect_the_vendor_to_be_as_wanted();
  season.expect_every_solve_to_be_stored();
  season.expect_every_failure_to_have_said_what_to_do();
  EXPECT_TRUE(season.world.log->verify({}));
}

struct OneFault {
  const char* name;
  object faults;
  friend void PrintTo(const OneFault& fault, std::ostream* out) { *out << fault.name; }
};

object failing(int status) {
  return {{"errorRate", 0.4}, {"status", status}};
}

const std::vector<OneFault>& all_faults() {
  static const std::vector<OneFault> kFaults{
      {"None", {}},
      {"Status500", failing(500)},
      {"Status503", failing(503)},
      {"Status429", {{"errorRate", 0.3}, {"status", 429}, {"retryAfter", 3}}},
      {"Status401", failing(401)},
      {"Status403", failing(403)},
      {"Status404", failing(404)},
      {"Status408", failing(408)},
      {"Status409", failing(409)},
      {"Status422", failing(422)},
      {"AlwaysDown", {{"errorRate", 1}, {"status", 502}}},
      {"HiddenRateLimit", {{"rateLimitPerSecond", 0.5}, {"retryAfter", 4}}},
      {"HiddenRateLimitUntold", {{"rateLimitPerSecond", 0.5}}},
      {"Timeouts", {{"timeoutRate", 0.4}}},
      {"Cuts", {{"cutRate", 0.4}}},
      {"Malformed", {{"malformedRate", 0.4}}},
      {"Truncated", {{"truncateRate", 0.4}}},
      {"Latency", {{"latencyMs", 900}}},
      {"UnknownFields", {{"unknownFields", true}}},
      {"UnknownEnums", {{"unknownEnums", true}}},
      {"OnlyUsers", {{"timeoutRate", 0.7}, {"onlyPath", "/users"}}},
      {"OnlyTeams", {{"cutRate", 0.7}, {"onlyPath", "/teams"}}},
      {"OnlyScores", {{"malformedRate", 0.7}, {"onlyPath", "/scores"}}},
      {"OddMembers", {{"oddMemberRate", 0.3}}},
      {"BadRows", {{"badRowRate", 0.3}}},
      {"OddAnswersAlways", {{"oddMemberRate", 1}, {"badRowRate", 0.5}}},
      {"AnyCaseIds", {{"anyCaseIds", true}, {"byteOrderMark", true}}},
      {"WrongClock", {{"clockAheadSeconds", -7200}}},
      {"NoClock", {{"noDate", true}}}};
  return kFaults;
}

class EachFault : public testing::TestWithParam<std::tuple<OneFault, std::uint64_t>> {};

TEST_P(EachFault, EndsWithTheVendorAsWanted) {
  const auto& [fault, seed] = GetParam();
  SCOPED_TRACE(std::string(fault.name) + ", seed " + std::to_string(seed));
  expect_to_end_well(seed, fault.faults);
}

INSTANTIATE_TEST_SUITE_P(OneByOne, EachFault,
                         testing::Combine(testing::ValuesIn(all_faults()),
                                          testing::Range<std::uint64_t>(1, 7)),
                         [](const auto& it) {
                           return std::string(std::get<0>(it.param).name) + "Seed" +
                                  std::to_string(std::get<1>(it.param));
                         });

/// Any faults at once, some of them rare, some frequent.
object random_faults(std::uint64_t seed) {
  std::mt19937_64 dice{seed * 7919};
  const auto roll = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(dice); };
  constexpr std::array kStatuses{500, 502, 503, 429, 404, 403, 409, 408, 401};
  object out{{"seed", seed}};
  out["errorRate"] = roll(4) * 0.08;
  out["status"] = kStatuses.at(static_cast<std::size_t>(roll(kStatuses.size())));
  out["timeoutRate"] = roll(4) * 0.08;
  out["cutRate"] = roll(4) * 0.06;
  out["malformedRate"] = roll(4) * 0.06;
  out["truncateRate"] = roll(4) * 0.06;
  out["unknownFields"] = roll(2) == 0;
  out["unknownEnums"] = roll(4) == 0;
  if (roll(3) == 0) out["rateLimitPerSecond"] = 0.5 + roll(5);
  if (roll(2) == 0) out["retryAfter"] = roll(6);
  return out;
}

class RandomMix : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomMix, EndsWithTheVendorAsWanted) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  expect_to_end_well(GetParam(), random_faults(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomMix, testing::Range<std::uint64_t>(100, 160));

// What is stored then under a time that cannot be right stays; all that was solved comes to it.
TEST(AbsurdTimes, EndNobodysScores) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Season season{seed, behaviour_of(0)};
    for (int i = 0; i < kKids; ++i) ASSERT_TRUE(season.world.onboard(kid(i)));
    season.world.pass(120s);
    season.mock.set_faults({{"absurdTimeRate", 0.3}, {"seed", seed}});
    season.play(60);
    season.settle();
    for (int i = 0; i < kKids; ++i) {
      season.mock.solve(kid(i), 3, "odl");
      season.world.pass(2000s);
      const auto person = season.mock.person(kid(i));
      std::set<std::int64_t> stored;
      const auto solves = season.world.reads->scores().recent_solves({kid(i)}, 1000);
      for (const auto& solve : solves.value())
        if (solve.source == events::Feed::odl) stored.insert(solve.solved_at.value);
      for (const auto& solve : person.odl)
        EXPECT_TRUE(stored.contains(solve.at)) << kid(i) << " at " << solve.at;
    }
    season.expect_the_vendor_to_be_as_wanted();
    EXPECT_TRUE(season.world.reads->across().summary(std::nullopt));
  }
}

/// The posts and look-ups of one user, in order.
std::vector<std::string> calls_about(MockWorld& mock, const std::string& user) {
  std::vector<std::string> out;
  for (const auto& request : mock.requests())
    if (request.at("synedUserId").as_string() == user && request.at("path") == "/users")
      out.push_back(std::string(request.at("method").as_string()));
  return out;
}

class Unheard : public testing::TestWithParam<OnRepeat> {};

// The call timed out, but the vendor had created the user.
TEST_P(Unheard, AUserWhoWasCreatedIsFoundAndNotCreatedAgain) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Behaviour behaviour;
    behaviour.on_repeat = GetParam();
    Season season{seed, behaviour};
    ASSERT_TRUE(season.world.onboard(kid(0)));
    season.world.pass(30s);  // The coach is there; the next user's calls are the only ones.
    season.mock.set_faults({{"timeoutRate", 0.5}, {"onlyPath", "/users"}, {"seed", seed}});
    ASSERT_TRUE(season.world.onboard(kid(1)));
    season.world.pass(120s);
    season.mock.set_faults({});
    season.world.pass(1000s);
    EXPECT_EQ(season.world.competitor(kid(1)).status, events::CompetitorStatus::complete);
    const auto made = season.mock.state().at("usersMade").at(kid(1));
    EXPECT_EQ(made.at("created"), 1);
    EXPECT_EQ(made.at("posts"), 1) << "looked up before it was repeated";
    const auto calls = calls_about(season.mock, kid(1));
    for (std::size_t i = 1; i < calls.size(); ++i)
      EXPECT_FALSE(calls[i] == "POST" && calls[i - 1] == "POST") << "at " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(ASecondPost, Unheard,
                         testing::Values(OnRepeat::conflict, OnRepeat::same, OnRepeat::update,
                                         OnRepeat::second_record));

}  // namespace
}  // namespace lockstep::simulation
