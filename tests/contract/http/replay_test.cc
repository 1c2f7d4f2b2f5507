// A replay of the event stream: all of it, in order, and no more than the caller's part of a
// processor. Time is a count of looks at the clock, so nothing here depends on the machine.
#include <atomic>
#include <mutex>

#include "tests/contract/http/fixture.h"
#include "tests/contract/http/sse_client.h"
#include "tests/support/eventually.h"

namespace lockstep::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr std::int64_t kPageEvents = 256;
constexpr milliseconds kLook{1};

class Replays : public HttpTest {
 protected:
  Replays() {
    seed();
    for (int i = 0; i < 300; ++i) change_ada(i);
    ServerOptions options;
    options.listen.port = 0;
    options.dev_auth = true;
    options.threads = 4;
    auto with = dependencies();
    // Every look at the clock takes a moment: so what works longer looks more often.
    with.steady = [this] { return nanoseconds{kLook} * ++looks_; };
    with.rest = [this](nanoseconds time) {
      const std::lock_guard lock{mutex_};
      rests_.push_back(time);
    };
    auto started = Server::start(options, std::move(with));
    if (!started) throw std::runtime_error(started.error().detail);
    server_ = std::move(started).value();
  }

  void change_ada(int number) {
    domain::ChangeCoachFacts facts;
    facts.coach_id = {test_id("ada")};
    facts.region = "region " + std::to_string(number);
    CommandRequest request;
    request.id = facts.coach_id.value;
    request.command = domain::CoachCommand{std::move(facts)};
    request.command_id = {"change-" + std::to_string(number)};
    request.who = {"admin", "root"};
    ASSERT_TRUE(engine_.execute(std::move(request), {}));
  }
  std::unique_ptr<SseClient> open(std::string_view token, std::string_view query) {
    return std::make_unique<SseClient>(port(), token, query);
  }
  /// The positions of what an admin is sent, up to the log's head.
  std::vector<std::uint64_t> replay(const std::string& query) {
    RawConnection client{port()};
    client.send(request_text("GET", "/api/events/stream" + query,
                             {{"Authorization", "Bearer " + std::string(kAdmin)}}, ""));
    EXPECT_EQ(client.receive().status, 200);
    const auto last = engine_.log().head().position.value;
    std::vector<std::uint64_t> out;
    // As it comes: to put words for ids into each of hundreds takes longer than all the rest.
    while (const auto block = client.receive_until("\n\n")) {
      const auto at = block->find("id: ");
      if (at == std::string::npos || block->find("event: position") != std::string::npos) continue;
      out.push_back(std::stoull(block->substr(at + 4)));
      if (out.back() == last) break;
    }
    return out;
  }
  std::vector<nanoseconds> take_rests() {
    const std::lock_guard lock{mutex_};
    return std::exchange(rests_, {});
  }
  /// Of one page: what was worked is a whole number of looks, and what was rested is that many
  /// times as long.
  static void expect_rests(const std::vector<nanoseconds>& rests, std::int64_t times) {
    nanoseconds all{};
    for (const auto rest : rests) {
      EXPECT_LE(rest, milliseconds(200)) << "it still hears that its client leaves";
      all += rest;
    }
    EXPECT_GT(all, nanoseconds{0});
    EXPECT_EQ(all % (times * nanoseconds{kLook}), nanoseconds{0}) << all.count();
  }

  std::atomic<std::int64_t> looks_{0};

 private:
  std::mutex mutex_;
  std::vector<nanoseconds> rests_;
};

TEST_F(Replays, TellEverythingInOrderWhateverThePages) {
  const auto all = replay("?after=0");
  ASSERT_EQ(all.size(), engine_.log().head().position.value);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], i + 1);
  const auto half = replay("?after=300");
  EXPECT_EQ(half.size(), all.size() - 300);
  EXPECT_EQ(half.front(), 301U);
}

TEST_F(Replays, RestFourTimesAsLongAsTheyWorkBetweenTheirPages) {
  replay("?after=0");
  const auto rests = take_rests();
  const auto pages =
      (static_cast<std::int64_t>(engine_.log().head().position.value) + kPageEvents - 1) /
      kPageEvents;
  EXPECT_EQ(static_cast<std::int64_t>(rests.size()), pages - 1)
      << "after the last there is no rest";
  expect_rests(rests, 4);
}

TEST_F(Replays, OfOneCallerShareThatCallersPart) {
  const auto idle = open(kAdmin, "");
  const auto others = open(kBob, "");
  ASSERT_TRUE(idle->next());
  ASSERT_TRUE(others->next());
  replay("?after=0");
  expect_rests(take_rests(), 9);
}

TEST_F(Replays, AreSlowedByNobodyElsesStreams) {
  const auto others = open(kAda, "");
  ASSERT_TRUE(others->next());
  replay("?after=0");
  expect_rests(take_rests(), 4);
}

TEST_F(Replays, DoNotHoldUpWhatIsNew) {
  const auto client = open(kAdmin, "");
  ASSERT_TRUE(client->next());
  for (int i = 1000; i < 1010; ++i) {
    change_ada(i);
    const auto event = client->next_event();
    ASSERT_TRUE(event);
    EXPECT_EQ(event->position(), engine_.log().head().position.value);
  }
  // One that comes while the one before is being sent may wait for as long as that has cost.
  for (const auto rest : take_rests()) EXPECT_LT(rest, milliseconds(200));
}

TEST_F(Replays, EndWhileTheyRestWhenTheirClientLeaves) {
  auto client = open(kAdmin, "?after=0");
  ASSERT_TRUE(client->next());
  client.reset();
  EXPECT_TRUE(testing_support::eventually(
      [&] { return metrics_.exposition().find("lockstep_http_streams 0") != std::string::npos; }));
}

}  // namespace
}  // namespace lockstep::http
