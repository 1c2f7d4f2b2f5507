// The same key and body is the same answer, whatever has happened since.
#include <thread>

#include "tests/contract/http/fixture.h"
#include "tests/support/loud_id.h"

namespace lockstep::http {
namespace {

class IdempotencyKey : public HttpTest {
 protected:
  IdempotencyKey() { seed(); }
  Reply with_key(std::string_view method, std::string_view target, const std::string& key,
                 std::string_view body = "", std::string_view token = kAdmin) {
    return call(method, target, token, body, {{"Idempotency-Key", key}});
  }
  std::uint64_t head() { return engine_.log().head().position.value; }
};

TEST_F(IdempotencyKey, GetsTheSameBytesAgain) {
  const auto first = with_key("POST", "/api/game-platform/competitors/ann", "k1");
  put("/api/competitors/ann", R"({"isActive":false})");
  const auto again = with_key("POST", "/api/game-platform/competitors/ann", "k1");
  EXPECT_EQ(first.status, 202);
  EXPECT_EQ(again.status, 202);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("lockstep-position"), first.header("lockstep-position"));
}

TEST_F(IdempotencyKey, IsRememberedEvenWhenNothingChanged) {
  call("POST", "/api/game-platform/competitors/ann");
  const auto first = with_key("POST", "/api/game-platform/competitors/ann", "k1");
  EXPECT_NE(first.body.find("\"changed\":false"), std::string::npos);
  put("/api/competitors/ann", R"({"isActive":false})");
  EXPECT_EQ(with_key("POST", "/api/game-platform/competitors/ann", "k1").body, first.body);
}

TEST_F(IdempotencyKey, HoldsForPutWhateverIsThereNow) {
  const auto first = with_key("PUT", "/api/coaches/ada", "k1", R"({"region":"south"})");
  put("/api/coaches/ada", R"({"region":"west"})");
  const auto again = with_key("PUT", "/api/coaches/ada", "k1", R"({ "region" : "south" })");
  EXPECT_EQ(again.body, first.body) << "spaces are no other content";
  EXPECT_NE(get("/api/coaches/ada").body.find("west"), std::string::npos);
}

TEST_F(IdempotencyKey, HoldsForDeletionsOfWhatIsGone) {
  const auto first = with_key("DELETE", "/api/teams/apes", "k1");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(with_key("DELETE", "/api/teams/apes", "k1").body, first.body);
}

TEST_F(IdempotencyKey, HoldsForMembersThoughTheyAreTwoCommands) {
  const auto first = with_key("PUT", "/api/teams/apes/members/ann", "k1");
  ASSERT_EQ(first.status, 200) << first.body;
  engine_.react_to_everything();
  call("DELETE", "/api/teams/apes/members/ann");
  engine_.react_to_everything();
  const auto before = head();
  const auto again = with_key("PUT", "/api/teams/apes/members/ann", "k1");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(head(), before);
  // And when the first time found nothing to do.
  put("/api/teams/apes/members/art", "");
  const auto idle = with_key("PUT", "/api/teams/apes/members/art", "k2");
  engine_.react_to_everything();
  EXPECT_EQ(with_key("PUT", "/api/teams/apes/members/art", "k2").body, idle.body);
}

TEST_F(IdempotencyKey, IsRefusedWithAnotherBody) {
  with_key("PUT", "/api/coaches/ada", "k1", R"({"region":"south"})");
  const auto before = head();
  const auto reply = with_key("PUT", "/api/coaches/ada", "k1", R"({"region":"west"})");
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.problem(), "idempotency-key-reused");
  with_key("PUT", "/api/teams/apes", "k2", R"({"affiliation":"Hill"})");
  EXPECT_EQ(with_key("PUT", "/api/teams/apes", "k2", R"({"name":"Asps"})").problem(),
            "idempotency-key-reused");
  EXPECT_EQ(head(), before + 1) << "not even the name was reserved";
}

TEST_F(IdempotencyKey, BelongsToItsSenderMethodAndAddress) {
  const auto first = with_key("POST", "/api/game-platform/competitors/ann", "k1");
  const auto other = with_key("POST", "/api/game-platform/competitors/art", "k1");
  EXPECT_NE(other.body, first.body);
  const auto by_coach = with_key("POST", "/api/game-platform/competitors/ann", "k1", "", kAda);
  EXPECT_NE(by_coach.body.find("\"changed\":false"), std::string::npos);
}

TEST_F(IdempotencyKey, OfARemovalGetsTheSameAgainWhateverHappenedSince) {
  put("/api/teams/apes/members/ann", "");
  const auto first = with_key("DELETE", "/api/teams/apes/members/ann", "k1");
  EXPECT_EQ(first.status, 200);
  engine_.react_to_everything();
  put("/api/teams/apes/members/ann", "");
  put("/api/competitors/ann", R"({"isActive":false})");
  const auto again = with_key("DELETE", "/api/teams/apes/members/ann", "k1");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("lockstep-position"), first.header("lockstep-position"));
  EXPECT_EQ(get("/api/teams/apes").json().at("members").as_array().size(), 1U);
}

// Repeated in another spelling it would undo what was changed since.
TEST_F(IdempotencyKey, IsTheSameHoweverTheIdIsSpelled) {
  const auto body = R"({"preferredUsername":"low1"})";
  const auto first = with_key("PUT", "/api/competitors/ann", "k1", body);
  EXPECT_EQ(put("/api/competitors/ann", R"({"preferredUsername":"low2"})").status, 200);
  const auto loud = testing_support::loud_id("ann");
  EXPECT_EQ(with_key("PUT", "/api/competitors/" + loud, "k1", body).body, first.body);
  EXPECT_EQ(get("/api/competitors/ann").json().at("preferredUsername"), "low2");
}

TEST_F(IdempotencyKey, IsTheSameHoweverAnIdInTheBodyIsSpelled) {
  const auto first = with_key("PUT", "/api/competitors/new", "k1", competitor_body("ada", "Nova"));
  EXPECT_EQ(first.status, 200);
  const auto loud = testing_support::loud_id("ada");
  EXPECT_EQ(with_key("PUT", "/api/competitors/new", "k1", competitor_body(loud, "Nova")).body,
            first.body);
  EXPECT_EQ(with_key("PUT", "/api/competitors/new", "k1", competitor_body("bob", "Nova")).problem(),
            "idempotency-key-reused");
}

TEST_F(IdempotencyKey, IsRefusedWhileItIsBeingWorkedOn) {
  engine_.hold();
  Reply slow;
  std::thread first{[&] { slow = with_key("POST", "/api/game-platform/competitors/ann", "k1"); }};
  engine_.wait_until_held();
  const auto second = with_key("POST", "/api/game-platform/competitors/ann", "k1");
  engine_.release();
  first.join();
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(second.problem(), "idempotency-key-in-flight");
  EXPECT_EQ(second.header("retry-after"), "1");
  EXPECT_TRUE(second.json().at("retryable").as_bool()) << "the same request may come again";
  EXPECT_EQ(slow.status, 202);
  EXPECT_EQ(with_key("POST", "/api/game-platform/competitors/ann", "k1").body, slow.body);
}

TEST_F(IdempotencyKey, MustBePrintableAndShort) {
  for (const auto& key : {std::string(), std::string("\t"), std::string(129, 'k'),
                          std::string("a b"), std::string("k\xC3\xA9")})
    EXPECT_EQ(with_key("POST", "/api/game-platform/competitors/ann", key).problem(),
              "idempotency-key-malformed");
  EXPECT_EQ(with_key("POST", "/api/game-platform/competitors/ann", std::string(128, 'k')).status,
            202);
}

TEST_F(IdempotencyKey, IsTakenAsItIsSent) {
  EXPECT_EQ(with_key("POST", "/api/game-platform/competitors/ann", "%41").status, 202);
  // Decoded it would be the same one, with another body.
  EXPECT_EQ(with_key("PUT", "/api/coaches/ada", "%41", R"({"region":"a"})").status, 200);
  EXPECT_EQ(with_key("PUT", "/api/coaches/ada", "A", R"({"region":"b"})").status, 200);
}

TEST_F(IdempotencyKey, OfARefusalMayBeTriedAgain) {
  engine_.refuse_all(Error{Errc::timeout, "no-answer", "No answer.", ""});
  EXPECT_EQ(with_key("POST", "/api/game-platform/competitors/ann", "k1").status, 504);
  engine_.refuse_all(std::nullopt);
  EXPECT_EQ(with_key("POST", "/api/game-platform/competitors/ann", "k1").status, 202);
}

// Each leaves a remembered answer and nothing else: no event bounds how many there are.
TEST_F(IdempotencyKey, OfWhatChangesNothingIsBoundedForEachCaller) {
  ServerOptions options;
  options.idle_keys = {.refill = 2, .burst = 2, .per = std::chrono::hours{1}};
  start(options);
  const std::string same = R"({"region":"south"})";
  EXPECT_EQ(put("/api/coaches/ada", same).status, 200);
  const auto idle = [&](const std::string& key, std::string_view token = kAda) {
    return with_key("PUT", "/api/coaches/ada", key, same, token);
  };
  for (const auto* key : {"k1", "k2"}) EXPECT_EQ(idle(key).status, 200);
  const auto refused = idle("k3");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.problem(), "rate-limited");
  EXPECT_EQ(refused.header("retry-after"), "1800");
  EXPECT_EQ(with_key("POST", "/api/game-platform/competitors/ann", "k4", "", kAda).status, 429)
      << "whatever it asks for: what it changes is known afterwards";
  EXPECT_EQ(idle("k3", kAdmin).status, 200) << "others have their own";
  EXPECT_EQ(put("/api/coaches/ada", same, kAda).status, 200) << "without a key nothing is left";
  steady_seconds_ += 1800;
  EXPECT_EQ(idle("k3").status, 200);
  EXPECT_EQ(idle("k5").status, 429);
}

TEST_F(IdempotencyKey, OfWhatChangesSomethingIsNotCounted) {
  ServerOptions options;
  options.idle_keys = {.refill = 1, .burst = 1, .per = std::chrono::hours{1}};
  start(options);
  for (const auto* region : {"a", "b", "c", "d"})
    EXPECT_EQ(with_key("PUT", "/api/coaches/ada", region,
                       R"({"region":")" + std::string(region) + R"("})", kAda)
                  .status,
              200);
  const auto team = [&](const std::string& key) {
    return with_key("PUT", "/api/teams/apes", key, R"({"name":"Apes"})", kAda);
  };
  EXPECT_EQ(team("t1").status, 200) << "of several commands none changes anything";
  EXPECT_EQ(team("t2").status, 429);
}

}  // namespace
}  // namespace lockstep::http
