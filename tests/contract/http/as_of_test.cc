// States as they were: the same as they were answered then, for the coach whose they were ever
// since.
#include <random>

#include "adapters/http/text.h"
#include "events/time.h"
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

namespace json = boost::json;

class AsOf : public HttpTest {
 protected:
  AsOf() { seed(); }

  std::uint64_t head() { return engine_.log().head().position.value; }
  Reply at(const std::string& path, std::uint64_t position, std::string_view token = kAdmin) {
    return get(path + "?asOf=" + std::to_string(position), token);
  }
  void expect_change(const std::string& path, std::string_view body) {
    EXPECT_EQ(put(path, body).status, 200) << path;
  }
};

TEST_F(AsOf, AStateIsWhatItWasThen) {
  const auto before = head();
  const auto then = get("/api/competitors/ann");
  expect_change("/api/competitors/ann", R"({"firstName":"Anna"})");
  const auto reply = at("/api/competitors/ann", before);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json(), then.json());
  EXPECT_EQ(reply.header("lockstep-position"), std::to_string(before));
  EXPECT_EQ(reply.header("etag"), "") << "nothing to base a change on";
  EXPECT_EQ(at("/api/competitors/ann", head()).json(), get("/api/competitors/ann").json());
}

TEST_F(AsOf, ATimeIsThePositionOfTheLastEventBeforeIt) {
  // Everything here happens at kNow.
  EXPECT_EQ(get("/api/coaches/ada?asOf=2026-01-02T03:04:05.678Z").status, 200);
  EXPECT_EQ(
      get("/api/coaches/ada?asOf=2026-01-02T04:04:05.678%2B01:00").header("lockstep-position"),
      std::to_string(head()));
  EXPECT_EQ(get("/api/coaches/ada?asOf=2026-01-02T03:04:05.677Z").status, 404) << "not yet there";
}

TEST_F(AsOf, WhatWasNotThereYetIsNotFound) {
  EXPECT_EQ(at("/api/coaches/ada", 0).status, 404);
  EXPECT_EQ(at("/api/teams/bees", 1).status, 404);
  EXPECT_EQ(at("/api/competitors/nobody", head()).status, 404);
}

TEST_F(AsOf, WhatLiesAheadOrIsNoMomentIsRefused) {
  EXPECT_EQ(at("/api/coaches/ada", head() + 1).problem(), "position-unknown");
  const auto ahead = get("/api/coaches/ada?asOf=2026-01-02T03:04:05.679Z");
  EXPECT_EQ(ahead.status, 400);
  EXPECT_EQ(ahead.problem(), "time-in-the-future");
  for (const auto* bad :
       {"yesterday", "-1", "2026-01-02", "2026-01-02T03:04:05", "2026-02-30T03:04:05Z",
        "2026-01-02T24:04:05Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05+01:00"}) {
    const auto reply = get("/api/coaches/ada?asOf=" + std::string(bad));
    EXPECT_EQ(reply.status, 400) << bad;
    EXPECT_EQ(reply.problem(), "invalid-parameter") << bad;
  }
}

TEST_F(AsOf, ACoachSeesNobodyElsesPastAndNotTheTimeBeforeSomebodyBecameTheirs) {
  const auto start = head();
  EXPECT_EQ(at("/api/competitors/ben", start, kAda).status, 404);
  EXPECT_EQ(at("/api/teams/bees", start, kAda).status, 404);
  EXPECT_EQ(at("/api/coaches/bob", start, kAda).status, 404);
  expect_change("/api/competitors/ann", R"({"coachId":"bob"})");
  const auto moved = head();
  expect_change("/api/competitors/ann", R"({"firstName":"Anastasia"})");
  EXPECT_EQ(at("/api/competitors/ann", start, kAda).status, 404) << "Ann was Ada's, but is not now";
  EXPECT_EQ(at("/api/competitors/ann", head(), kAda).status, 404);
  EXPECT_EQ(at("/api/competitors/ann", start, kBob).status, 404) << "Ann was not Bob's then";
  EXPECT_EQ(at("/api/competitors/ann", moved, kBob).status, 200);
  EXPECT_EQ(at("/api/competitors/ann", start).status, 200) << "an admin sees all";
}

TEST_F(AsOf, AReadModelThatIsBehindTellsNobodyWhatHasMovedAway) {
  start_behind();
  put("/api/competitors/ann", R"({"coachId":"bob"})");
  EXPECT_EQ(at("/api/competitors/ann", head(), kAda).status, 503);
  engine_.thaw();
  EXPECT_EQ(at("/api/competitors/ann", head(), kAda).status, 404);
}

TEST_F(AsOf, ATeamIsShownWithItsMembersOfThenWhoAreStillTheCallers) {
  expect_change("/api/teams/apes/members/ann", "");
  expect_change("/api/teams/apes/members/art", "");
  engine_.react_to_everything();
  const auto both = head();
  const auto then = get("/api/teams/apes").json();
  ASSERT_EQ(then.at("members").as_array().size(), 2U);
  EXPECT_EQ(call("DELETE", "/api/teams/apes/members/ann").status, 200);
  engine_.react_to_everything();
  EXPECT_EQ(at("/api/teams/apes", both, kAda).json(), then);
  EXPECT_EQ(at("/api/teams/apes", head(), kAda).json(), get("/api/teams/apes").json());
  expect_change("/api/competitors/ann", R"({"coachId":"bob"})");
  const auto adas = at("/api/teams/apes", both, kAda).json();
  EXPECT_EQ(adas.at("members").as_array().size(), 1U);
  EXPECT_EQ(adas.at("members").at(0).at("id"), "art");
  EXPECT_EQ(adas.at("membersNotShown"), 1);
  EXPECT_EQ(at("/api/teams/apes", both).json(), then) << "an admin sees all";
}

TEST_F(AsOf, ADeletedTeamCanStillBeLookedAt) {
  const auto before = head();
  const auto then = get("/api/teams/apes").json();
  EXPECT_EQ(call("DELETE", "/api/teams/apes").status, 200);
  EXPECT_EQ(get("/api/teams/apes").status, 404);
  EXPECT_EQ(at("/api/teams/apes", before, kAda).json(), then);
  EXPECT_EQ(at("/api/teams/apes", head(), kAda).status, 404);
}

// What was answered at each moment is what is answered about it afterwards, whatever happens.
class AnyPast : public AsOf, public testing::WithParamInterface<unsigned> {
 protected:
  std::string pick(const std::vector<std::string>& from) {
    return from[std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(dice_)];
  }
  // Refusals are part of life.
  void step(int number) {
    const auto kid = pick({"ann", "art", "ben", "cy"});
    const auto coach = pick({"ada", "bob"});
    const auto team = pick({"apes", "bees", "cats"});
    switch (std::uniform_int_distribution<int>(0, 9)(dice_)) {
      case 0:
        put("/api/coaches/" + coach, R"({"region":"r)" + std::to_string(number) + R"("})");
        break;
      case 1:
        put("/api/competitors/" + kid, competitor_body(coach, "Kid" + std::to_string(number)));
        break;
      case 2:
        put("/api/teams/" + team, team_body(coach, "Team" + std::to_string(number)));
        break;
      case 3:
        if (number % 10 == 0) call("DELETE", "/api/teams/" + team);
        break;
      case 4:
        call("DELETE", "/api/teams/" + team + "/members/" + kid);
        break;
      case 5:
        call("POST", "/api/game-platform/competitors/" + kid);
        break;
      case 6:
        settle_something();
        break;
      case 7:
        poll(kid, number);
        break;
      default:
        put("/api/teams/" + team + "/members/" + kid, "");
    }
    engine_.react_to_everything();
  }
  // The vendor answers one of the open intents: a success, or a failure.
  void settle_something() {
    const auto log = engine_.log().read_all({}, {.max_events = 100000}).value();
    for (const auto& stored : log) {
      const auto body = json::parse(stored.body).as_object();
      const auto* id = body.if_contains("call_id");
      if (id == nullptr || !id->is_string() || dice_() % 3 == 0) continue;
      CommandRequest request;
      request.id = stored.stream.id;
      request.command_id = {"settle-" + std::to_string(dice_())};
      request.who = {"system", "sync"};
      const CallId call_id{std::string(id->get_string())};
      const domain::Account account{MetactfUserId{static_cast<std::int64_t>(dice_() % 1000)},
                                    Sealed<std::string>{"name"}, "approved", std::nullopt, true};
      if (stored.type == "coach.account_requested.v1")
        request.command = domain::CoachCommand{domain::RecordCoachAccountOutcome{call_id, account}};
      else if (stored.type == "competitor.onboarding_requested.v1")
        request.command =
            domain::CompetitorCommand{domain::RecordOnboardingOutcome{call_id, account}};
      else if (stored.type == "competitor.assignment_requested.v1")
        request.command = domain::CompetitorCommand{assignment_outcome(call_id)};
      else
        continue;
      (void)engine_.execute(std::move(request), {});
    }
  }
  domain::RecordAssignmentOutcome assignment_outcome(const CallId& call_id) {
    if (dice_() % 2 == 0) return {call_id, std::nullopt};
    return {call_id, events::CallFailure{"vendor-server", 500, "It failed.", "Wait.", true}};
  }
  void poll(const std::string& kid, int number) {
    events::Solve solve;
    solve.challenge_solve_id = number;
    solve.challenge_title = "A challenge";
    solve.challenge_points = 10;
    solve.solved_at = VendorTime{1'700'000'000 + number};
    events::Totals totals;
    totals.challenges_solved = number;
    totals.points = 10 * number;
    CommandRequest request;
    request.id = test_id(kid);
    request.command = domain::ScoresCommand{domain::RecordOdlScores{
        {"poll-" + std::to_string(number)}, std::nullopt, totals, VendorTime{1}, {solve}, 0}};
    request.command_id = {"poll-" + std::to_string(number)};
    request.who = {"system", "sync"};
    (void)engine_.execute(std::move(request), {});
  }

  std::mt19937 dice_{GetParam()};
};

TEST_P(AnyPast, IsAnsweredAsItWasThen) {
  const std::vector<std::string> paths{
      "/api/coaches/ada",     "/api/coaches/bob",     "/api/competitors/ann",
      "/api/competitors/art", "/api/competitors/ben", "/api/competitors/cy",
      "/api/teams/apes",      "/api/teams/bees",      "/api/teams/cats"};
  std::map<std::pair<std::string, std::uint64_t>, std::pair<int, json::value>> then;
  const auto answer_of = [](const Reply& reply) {
    return std::pair{reply.status, reply.status == 200 ? reply.json() : json::value()};
  };
  for (int i = 0; i < 150; ++i) {
    step(i);
    for (const auto& path : paths) then[{path, head()}] = answer_of(get(path));
  }
  std::map<std::string, int> shown;  // What the histories have of interest.
  for (const auto& [moment, answer] : then) {
    EXPECT_EQ(answer_of(at(moment.first, moment.second)), answer)
        << moment.first << " at " << moment.second;
    const auto text = json::serialize(answer.second);
    for (const auto* part : {"\"version\"", "\"sync\":\"", "odlSolvesStored", "\"done\""})
      shown[part] += text.find(part) == std::string::npos ? 0 : 1;
  }
  for (const auto& [part, times] : shown) EXPECT_GT(times, 0) << part;
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyPast, testing::Range(1U, 5U));

}  // namespace
}  // namespace lockstep::http
