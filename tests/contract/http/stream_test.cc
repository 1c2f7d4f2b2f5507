// The event stream: who is told what, going on after a break, and when it ends.
#include <chrono>
#include <memory>
#include <thread>

#include "events/team_events.h"
#include "tests/contract/http/fixture.h"
#include "tests/contract/http/signing.h"
#include "tests/contract/http/sse_client.h"
#include "tests/support/eventually.h"

namespace lockstep::http {
namespace {

using std::chrono::milliseconds;

using Positions = std::vector<std::uint64_t>;

class Streams : public HttpTest {
 protected:
  Streams() { seed(); }

  std::uint64_t head() { return engine_.log().head().position.value; }
  // Changes the coach's facts; the position of that.
  std::uint64_t change(std::string_view coach) {
    const auto body = R"({"region":"r)" + std::to_string(++changes_) + R"("})";
    const auto reply = put("/api/coaches/" + std::string(coach), body);
    EXPECT_EQ(reply.status, 200);
    return static_cast<std::uint64_t>(reply.json().at("position").to_number<std::int64_t>());
  }
  std::uint64_t rename(std::string_view competitor, std::string_view body) {
    const auto reply = put("/api/competitors/" + std::string(competitor), body);
    EXPECT_EQ(reply.status, 200);
    return static_cast<std::uint64_t>(reply.json().at("position").to_number<std::int64_t>());
  }
  void begin_scores(std::string_view competitor) {
    CommandRequest request;
    request.id = test_id(competitor);
    request.command = domain::ScoresCommand{domain::BeginScores{{request.id}, {7}}};
    request.command_id = {"scores-" + request.id};
    request.who = {"system", "test"};
    EXPECT_TRUE(engine_.execute(std::move(request), {}));
  }
  // Without a look at the read model.
  void tell_of_art(std::string_view coach, std::string_view first_name) {
    domain::RecordCompetitorFacts facts;
    facts.competitor_id = {test_id("art")};
    facts.coach_id = {test_id(coach)};
    facts.person.first_name = first_name;
    facts.person.last_name = "Zuckermandel";
    CommandRequest request;
    request.id = facts.competitor_id.value;
    request.command = domain::CompetitorCommand{std::move(facts)};
    request.command_id = {"art-" + std::string(first_name)};
    request.who = {"admin", "root"};
    ASSERT_TRUE(engine_.execute(std::move(request), {}));
  }
  // What is sent up to `last`, which must be sent.
  static std::vector<SseEvent> until(SseClient& client, std::uint64_t last) {
    std::vector<SseEvent> out;
    while (auto event = client.next_event()) {
      out.push_back(*event);
      if (event->position() >= last) break;
    }
    EXPECT_TRUE(!out.empty() && out.back().position() == last) << "never came: " << last;
    return out;
  }
  static Positions positions(const std::vector<SseEvent>& events) {
    Positions out;
    for (const auto& event : events) out.push_back(event.position());
    return out;
  }
  // Without the wishes for a name: a new team has one before it is anybody's.
  Positions log_of(const std::set<std::string>& streams) {
    Positions out;
    const auto all = engine_.log().read_all({}, {.max_events = 100000}).value();
    for (const auto& stored : all)
      if (stored.type != events::TeamNameRequested::kType &&
          streams.contains(testing_support::with_words(stored.stream.text())))
        out.push_back(stored.position.value);
    return out;
  }
  bool metric(const std::string& line) {
    return metrics_.exposition().find(line) != std::string::npos;
  }

  int changes_ = 0;
};

TEST_F(Streams, TellWhatHappensAsItHappens) {
  SseClient client{port(), kAdmin};
  EXPECT_EQ(client.head.status, 200);
  EXPECT_EQ(client.head.header("content-type"), "text/event-stream");
  EXPECT_EQ(client.head.header("cache-control"), "no-store, no-transform");
  EXPECT_EQ(client.head.header("x-accel-buffering"), "no");
  const auto first = client.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->name, "position");
  EXPECT_EQ(first->position(), head()) << "from now on";
  EXPECT_NE(client.raw.find("retry: "), std::string::npos);

  const auto at = rename("ann", R"({"firstName":"Anna"})");
  const auto event = client.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->position(), at);
  EXPECT_EQ(event->name, "competitor.facts_recorded.v1");
  auto expected =
      get("/api/competitors/ann/history").json().at("items").as_array().back().as_object();
  expected["stream"] = "competitor-ann";
  EXPECT_EQ(event->json(), boost::json::value(expected)) << "as the history has it";
}

TEST_F(Streams, AreInStepWithTheStates) {
  SseClient client{port(), kAda};
  engine_.stall();
  const auto at = change("ada");
  engine_.thaw();
  ASSERT_EQ(until(client, at).size(), 1U);
  EXPECT_EQ(get("/api/coaches/ada").json().at("region").as_string(),
            "r" + std::to_string(changes_));
}

TEST_F(Streams, ShowACoachTheirOwnAndNothingOfAnybodyElse) {
  SseClient ada{port(), kAda, "?after=0"};
  SseClient admin{port(), kAdmin, "?after=0"};
  put("/api/teams/apes/members/ann", "");
  put("/api/teams/bees/members/ben", "");
  engine_.react_to_everything();
  change("bob");
  rename("ben", R"({"firstName":"Beate"})");
  begin_scores("ann");
  begin_scores("ben");
  const auto last = change("ada");
  const auto sent = until(ada, last);
  const auto adas =
      log_of({"coach-ada", "competitor-ann", "competitor-art", "scores-ann", "team-apes"});
  EXPECT_EQ(positions(sent), adas);
  for (const auto* hidden : {"bob", "ben", "Bened", "Beate", "bees", "Bees"})
    EXPECT_EQ(ada.raw.find(hidden), std::string::npos) << hidden;
  Positions all;
  for (std::uint64_t i = 1; i <= last; ++i) all.push_back(i);
  EXPECT_EQ(positions(until(admin, last)), all);
}

TEST_F(Streams, FollowACompetitorToTheNewCoachAndLeaveTheOldOne) {
  SseClient ada{port(), kAda};
  SseClient bob{port(), kBob};
  const auto moved = rename("ann", R"({"coachId":"bob"})");
  const auto later = rename("ann", R"({"firstName":"Anastasia"})");
  const auto adas = change("ada");
  const auto bobs = change("bob");
  EXPECT_EQ(positions(until(ada, adas)), Positions{adas});
  EXPECT_EQ(ada.raw.find("ann"), std::string::npos);
  EXPECT_EQ(positions(until(bob, bobs)), (Positions{moved, later, bobs}));
}

TEST_F(Streams, DoNotReplayWhatIsAnotherCoachsBySomeMove) {
  const auto moved = rename("ann", R"({"coachId":"bob"})");
  rename("ann", R"({"firstName":"Anastasia"})");
  SseClient ada{port(), kAda, "?after=0"};
  SseClient bob{port(), kBob, "?after=0"};
  until(ada, change("ada"));
  EXPECT_EQ(ada.raw.find("ann"), std::string::npos) << "not even of the time when Ann was Ada's";
  for (const auto& event : until(bob, change("bob")))
    EXPECT_TRUE(event.json().at("stream") != "competitor-ann" || event.position() >= moved);

  const auto back = rename("ann", R"({"coachId":"ada"})");
  SseClient again{port(), kAda, "?after=0"};
  Positions of_ann;
  for (const auto& event : until(again, change("ada")))
    if (event.json().at("stream") == "competitor-ann") of_ann.push_back(event.position());
  EXPECT_EQ(of_ann, Positions{back}) << "since Ann is Ada's again";
}

TEST_F(Streams, WaitForAReadModelThatIsBehindAMove) {
  SseClient ada{port(), kAda};
  ASSERT_TRUE(ada.next());
  engine_.stall();
  tell_of_art("ada", "Artus");
  tell_of_art("bob", "Artaban");
  tell_of_art("bob", "Artemis");
  steady_seconds_ += 16;
  const auto beat = ada.next();
  ASSERT_TRUE(beat);
  EXPECT_EQ(beat->name, "position") << "it goes on, and tells nothing that cannot be decided";
  EXPECT_LT(beat->position(), head());
  engine_.thaw();
  const auto at = change("ada");
  EXPECT_EQ(positions(until(ada, at)), Positions{at});
  EXPECT_EQ(ada.raw.find("Art"), std::string::npos);
}

TEST_F(Streams, GoOnAfterTheLastIdWithoutAGapOrARepeat) {
  for (int i = 0; i < 30; ++i) {
    change("ada");
    if (i % 3 == 0) change("bob");
  }
  const auto expected = log_of({"coach-ada", "competitor-ann", "competitor-art", "team-apes"});
  Positions seen;
  std::string id = "0";
  for (std::size_t take = 1; seen.size() < expected.size(); ++take) {
    // The address stays as it was, as with a browser that comes back: the header counts.
    SseClient client{port(), kAda, "?after=0", {{"Last-Event-ID", id}}};
    for (std::size_t i = 0; i < take && seen.size() < expected.size(); ++i) {
      const auto event = client.next_event();
      ASSERT_TRUE(event);
      seen.push_back(event->position());
      id = event->id;
    }
  }
  EXPECT_EQ(seen, expected);
}

TEST_F(Streams, MoveTheIdOnThoughNothingIsTheCallers) {
  SseClient ada{port(), kAda};
  ASSERT_TRUE(ada.next());
  const auto bobs = change("bob");
  steady_seconds_ += 15;
  auto beat = ada.next();
  // One may come before bob's change was looked at.
  while (beat && beat->position() < bobs) {
    steady_seconds_ += 15;
    beat = ada.next();
  }
  ASSERT_TRUE(beat);
  EXPECT_EQ(beat->name, "position");
  EXPECT_EQ(beat->position(), bobs);
  EXPECT_EQ(beat->data, R"({"position":)" + std::to_string(bobs) + "}");
}

TEST_F(Streams, RefuseWhatIsNoPositionOfThisLog) {
  const auto beyond = std::to_string(head() + 1);
  const auto reply = get("/api/events/stream?after=" + beyond);
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.problem(), "position-unknown");
  EXPECT_EQ(SseClient(port(), kAda, "", {{"Last-Event-ID", beyond}}).head.status, 400);
  EXPECT_EQ(get("/api/events/stream?after=").status, 400);
  for (const auto* bad : {"abc", "-1", "1.5", "99999999999999999999999"}) {
    const auto head = SseClient{port(), kAda, "", {{"Last-Event-ID", bad}}}.head;
    EXPECT_EQ(head.status, 400) << bad;
    EXPECT_EQ(get("/api/events/stream?after=" + std::string(bad)).status, 400) << bad;
  }
  EXPECT_EQ(get("/api/events/stream", "").status, 401);
}

TEST_F(Streams, AnswerHeadWithoutBeginning) {
  const auto reply = call("HEAD", "/api/events/stream");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-type"), "text/event-stream");
  EXPECT_FALSE(metric("lockstep_http_streams 1"));
}

}  // namespace
}  // namespace lockstep::http
