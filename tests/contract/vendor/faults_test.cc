// Every fault the mock can make, as the client sees it, and that it comes again with its seed.
#include <barrier>
#include <thread>

#include "engine/vendor/calls.h"
#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

using boost::json::object;
using ports::VendorErrc;

class FaultsTest : public VendorTest {
 protected:
  std::unique_ptr<ports::MetactfApi> impatient_client() {
    auto options = options_for(mock_->base_url());
    options.read_timeout = std::chrono::milliseconds{150};
    return metactf::make_client(options).value();
  }
  /// The codes of `count` look-ups in a row; success is switched_off, which the client never says.
  std::vector<VendorErrc> look_up(int count) {
    std::vector<VendorErrc> out;
    for (int i = 0; i < count; ++i) {
      const auto user = client_->get_user(user_id(0));
      out.push_back(user ? VendorErrc::switched_off : user.error().code);
    }
    return out;
  }
};

TEST_F(FaultsTest, AHiddenRateLimitAnswers429WithRetryAfter) {
  make_user(0);
  set_faults(object{{"rateLimitPerSecond", 5}, {"retryAfter", 3}});
  int refused = 0;
  for (int i = 0; i < 30; ++i) {
    const auto user = client_->get_user(user_id(0));
    if (user) continue;
    ++refused;
    EXPECT_EQ(user.error().code, VendorErrc::rate_limited);
    EXPECT_EQ(user.error().retry_after, std::chrono::seconds{3});
  }
  EXPECT_GT(refused, 0);
  EXPECT_LE(refused, 25) << "a second's worth may come at once";
}

TEST_F(FaultsTest, ARefusalIsNeverExecuted) {
  make_coach(0);
  set_faults(object{{"errorRate", 1}, {"status", 429}, {"retryAfter", 9}});
  const auto made = client_->create_user(user_payload(people().competitors.at(0)));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, VendorErrc::rate_limited);
  EXPECT_EQ(made.error().retry_after, std::chrono::seconds{9});
  EXPECT_EQ(times_made(user_id(0)), 0);
}

TEST_F(FaultsTest, AFailureInsideComesBeforeAndAfterExecuting) {
  make_coach(0);
  set_faults(object{{"errorRate", 1}, {"status", 503}});
  int executed = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const auto made = client_->create_user(user_payload(people().competitors.at(i)));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, VendorErrc::server);
    EXPECT_EQ(made.error().http_status, 503);
    if (times_made(user_id(i)) > 0) ++executed;
  }
  EXPECT_GT(executed, 0);
  EXPECT_LT(executed, 8);
}

TEST_F(FaultsTest, AWithheldAnswerIsATimeoutBeforeAndAfterExecuting) {
  make_coach(0);
  set_faults(object{{"timeoutRate", 1}, {"seed", 3}});
  const auto client = impatient_client();
  int executed = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const auto made = client->create_user(user_payload(people().competitors.at(i)));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, VendorErrc::timeout);
    if (times_made(user_id(i)) > 0) ++executed;
  }
  EXPECT_GT(executed, 0);
  EXPECT_LT(executed, 8);
}

TEST_F(FaultsTest, ACutConnectionIsAnUnknownOutcomeBeforeAndAfterExecuting) {
  make_coach(0);
  set_faults(object{{"cutRate", 1}});
  int executed = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const auto made = client_->create_user(user_payload(people().competitors.at(i)));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, VendorErrc::timeout);
    if (times_made(user_id(i)) > 0) ++executed;
  }
  EXPECT_GT(executed, 0);
  EXPECT_LT(executed, 8);
}

TEST_F(FaultsTest, AMalformedAnswerIsMalformedAndWasExecuted) {
  make_coach(0);
  set_faults(object{{"malformedRate", 1}});
  const auto made = client_->create_user(user_payload(people().competitors.at(0)));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, VendorErrc::malformed);
  EXPECT_EQ(times_made(user_id(0)), 1);
}

TEST_F(FaultsTest, ATruncatedAnswerIsAnUnknownOutcomeAndWasExecuted) {
  make_coach(0);
  set_faults(object{{"truncateRate", 1}});
  const auto made = client_->create_user(user_payload(people().competitors.at(0)));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, VendorErrc::timeout);
  EXPECT_EQ(times_made(user_id(0)), 1);
}

// Of a GET half a body must be no whole one, either.
TEST_F(FaultsTest, EveryAnswerIsTruncatedWhateverWasAsked) {
  make_user(0);
  set_faults(object{{"truncateRate", 1}});
  const auto& user = user_id(0);
  EXPECT_EQ(client_->ping().error().code, VendorErrc::timeout);
  EXPECT_EQ(client_->get_user(user).error().code, VendorErrc::timeout);
  EXPECT_EQ(client_->get_user("nobody").error().code, VendorErrc::timeout);
  EXPECT_EQ(client_->get_odl_scores(user, {}).error().code, VendorErrc::timeout);
  EXPECT_EQ(client_->get_team_assignments({}).error().code, VendorErrc::timeout);
  EXPECT_EQ(client_->delete_team("none").error().code, VendorErrc::timeout);
  set_faults(object{});
  EXPECT_TRUE(client_->get_user(user));
}

TEST_F(FaultsTest, OddMembersAndRowsCostThemselvesAlone) {
  make_user(0);
  const auto good = client_->get_odl_scores(user_id(0), {}).value();
  std::int64_t odd = 0;
  for (int seed = 0; seed < 100; ++seed) {
    set_faults(object{{"oddMemberRate", 0.2}, {"badRowRate", 0.1}, {"seed", seed}});
    const auto scores = client_->get_odl_scores(user_id(0), {});
    ASSERT_TRUE(scores) << "seed " << seed << ": " << scores.error().message;
    odd += vendor::odd_parts(scores.value());
    // A whole list may be odd, too.
    const auto rows = scores.value().solves.size();
    EXPECT_TRUE(rows == 0 || static_cast<std::int64_t>(rows) + scores.value().set_aside.count >=
                                 static_cast<std::int64_t>(good.solves.size()));
    EXPECT_TRUE(client_->get_flash_ctf_progress(user_id(0)));
    EXPECT_TRUE(client_->get_user(user_id(0)));
  }
  EXPECT_GT(odd, 100);
}

TEST_F(FaultsTest, TheSameSeedMakesTheSameOddities) {
  make_user(0);
  const object faults{{"oddMemberRate", 0.5}, {"absurdTimeRate", 0.5}, {"seed", 7}};
  set_faults(faults);
  const auto first = client_->get_odl_scores(user_id(0), {}).value();
  const auto second = client_->get_odl_scores(user_id(0), {}).value();
  set_faults(faults);
  EXPECT_EQ(client_->get_odl_scores(user_id(0), {}).value().solves, first.solves);
  EXPECT_NE(second.solves, first.solves);
}

TEST_F(FaultsTest, IdsInAnyCaseAndAByteOrderMarkChangeNothing) {
  make_user(0);
  make_team(0);
  ASSERT_TRUE(client_->assign_team(team_id(0), user_id(0)));
  set_faults(object{{"anyCaseIds", true}, {"byteOrderMark", true}});
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(client_->get_user(user_id(0)).value().syned_user_id, user_id(0));
    EXPECT_TRUE(client_->get_odl_scores(user_id(0), {}));
    const auto list = client_->get_team_assignments(team_id(0)).value();
    ASSERT_EQ(list.assignments.size(), 1U);
    EXPECT_EQ(list.assignments[0].syned_user_id, user_id(0));
    EXPECT_EQ(list.assignments[0].syned_team_id, team_id(0));
  }
  EXPECT_EQ(client_->get_user("nobody").error().code, VendorErrc::not_found);
}

TEST_F(FaultsTest, ItsClockMayBeWrongOrNotToldAtAll) {
  make_user(0);
  const auto right = client_->get_odl_scores(user_id(0), {}).value().answered_at;
  ASSERT_TRUE(right);
  set_faults(object{{"clockAheadSeconds", 86'400}});
  const auto ahead = client_->get_flash_ctf_progress(user_id(0)).value().answered_at;
  EXPECT_GE(ahead->value - right->value, 86'400);
  EXPECT_LT(ahead->value - right->value, 86'500);
  set_faults(object{{"noDate", true}});
  EXPECT_EQ(client_->get_odl_scores(user_id(0), {}).value().answered_at, std::nullopt);
}

TEST_F(FaultsTest, LatencyIsAdded) {
  set_faults(object{{"latencyMs", 60}});
  const auto started = std::chrono::steady_clock::now();
  EXPECT_TRUE(client_->ping());
  EXPECT_GE(std::chrono::steady_clock::now() - started, std::chrono::milliseconds{60});
}

TEST_F(FaultsTest, UnknownFieldsFailNothingAndAreCounted) {
  make_user(0);
  set_faults(object{{"unknownFields", true}});
  EXPECT_TRUE(client_->get_user(user_id(0)));
  const auto scores = client_->get_odl_scores(user_id(0), std::nullopt);
  ASSERT_TRUE(scores) << scores.error().message;
  EXPECT_EQ(scores.value().unknown_fields, 1 + 14);
  EXPECT_EQ(scores.value().solves.front().raw.at("field_from_the_future"), "surprise");
  const auto flash = client_->get_flash_ctf_progress(user_id(0));
  ASSERT_TRUE(flash);
  EXPECT_EQ(flash.value().unknown_fields, 1 + 3 + 15);
}

TEST_F(FaultsTest, UnknownEnumsAreKeptVerbatim) {
  make_user(0);
  set_faults(object{{"unknownEnums", true}});
  EXPECT_EQ(client_->get_user(user_id(0)).value().metactf_user_status, "awaiting_guardian");
  const auto scores = client_->get_odl_scores(user_id(0), std::nullopt).value();
  EXPECT_EQ(scores.solves.front().challenge_category, "quantum");
  EXPECT_TRUE(client_->create_team(team_payload(people().teams.at(0))));
}

TEST_F(FaultsTest, OnlyOnePathIsHit) {
  make_user(0);
  set_faults(object{{"errorRate", 1}, {"onlyPath", "/scores"}});
  EXPECT_TRUE(client_->get_user(user_id(0)));
  EXPECT_FALSE(client_->get_odl_scores(user_id(0), std::nullopt));
}

TEST_F(FaultsTest, TheSameSeedMakesTheSameFaults) {
  make_user(0);
  const object faults{{"errorRate", 0.3}, {"cutRate", 0.2}, {"malformedRate", 0.2}, {"seed", 42}};
  set_faults(faults);
  const auto first = look_up(60);
  set_faults(faults);
  EXPECT_EQ(look_up(60), first);
  auto other = faults;
  other["seed"] = 43;
  set_faults(other);
  EXPECT_NE(look_up(60), first);
}

TEST_F(FaultsTest, AnEmptyBodyClearsThem) {
  make_user(0);
  set_faults(object{{"errorRate", 1}});
  EXPECT_FALSE(client_->get_user(user_id(0)));
  set_faults(object{});
  EXPECT_TRUE(client_->get_user(user_id(0)));
}

TEST_F(FaultsTest, FaultsThatMakeNoSenseAreRefused) {
  for (const auto* body :
       {R"({"errorRat":1})", R"({"errorRate":2})", R"({"errorRate":"often"})", R"({"status":200})",
        R"({"rateLimitPerSecond":0})", R"({"latencyMs":-1})", R"({"oddMemberRate":2})",
        R"({"clockAheadSeconds":1e12})", R"([])"})
    EXPECT_EQ(admin_post("/faults", boost::json::parse(body)).status, 422) << body;
}

TEST_F(FaultsTest, StoppingDoesNotWaitForWithheldAnswers) {
  set_faults(object{{"timeoutRate", 1}});
  std::thread caller{[&] { EXPECT_FALSE(client_->ping()); }};
  const auto started = std::chrono::steady_clock::now();
  mock_->stop();
  caller.join();
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{8});
}

TEST_F(FaultsTest, ManyClientsAtOnceLeaveOneUser) {
  make_coach(0);
  constexpr int kClients = 16;
  std::barrier start{kClients};
  std::vector<std::thread> threads;
  for (int i = 0; i < kClients; ++i)
    threads.emplace_back([&] {
      const auto client = client_for(mock_->base_url());
      start.arrive_and_wait();
      for (int again = 0; again < 10; ++again)
        EXPECT_TRUE(client->create_user(user_payload(people().competitors.at(0))));
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(times_made(user_id(0)), 1);
  EXPECT_EQ(mock_->state().at("usersMade").at(user_id(0)).at("posts").as_int64(), 160);
}

}  // namespace
}  // namespace lockstep::metactf_test
