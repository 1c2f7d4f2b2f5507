// Ids of coaches, competitors and teams are UUIDs: one thing whatever their case, and nothing else
// is taken as one.
#include "tests/contract/http/fixture.h"
#include "tests/support/loud_id.h"

namespace lockstep::http {
namespace {

class Ids : public HttpTest {
 protected:
  Ids() { seed(); }
  /// As it is written, words included.
  Reply raw(const std::string& method, const std::string& target,
            const std::string& token = std::string(kAdmin), const std::string& body = "") const {
    RawConnection connection{port()};
    connection.send(
        method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
        "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body);
    return connection.receive();
  }
  std::uint64_t head() { return engine_.log().head().position.value; }
};

const std::string kAnn = test_id("ann");
const std::string kLoud = testing_support::loud_id("ann");

TEST_F(Ids, AreOneThingInAnyCase) {
  const auto before = head();
  ASSERT_NE(kLoud, kAnn);
  EXPECT_EQ(raw("PUT", "/api/competitors/" + kLoud, std::string(kAdmin), "{}").status, 200);
  EXPECT_EQ(head(), before) << "not another child";
  EXPECT_EQ(raw("GET", "/api/competitors/" + kLoud).json().at("id").as_string(), kAnn.c_str());
  EXPECT_EQ(raw("POST", "/api/game-platform/competitors/" + kLoud).status, 202);
  EXPECT_EQ(get("/api/competitors/ann").json().at("onboarding"), "wanted");
}

TEST_F(Ids, OfAFilterAreOneThingInAnyCase) {
  const auto page = raw("GET", "/api/competitors?limit=1&coachId=" + test_id("ada")).json();
  const auto next = std::string(page.at("next").as_string());
  const auto loud = testing_support::loud_id("ada");
  const auto after = raw("GET", "/api/competitors?limit=1&coachId=" + loud + "&cursor=" + next);
  EXPECT_EQ(after.status, 200) << "it is the same list";
}

TEST_F(Ids, OfRunsAreOneThingInAnyCase) {
  RawConnection connection{port()};
  connection.send("POST /api/admin/drift HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
                  std::string(kAdmin) + "\r\nIdempotency-Key: k\r\nContent-Length: 0\r\n\r\n");
  const auto id = std::string(connection.receive().json().at("id").as_string());
  ASSERT_NE(testing_support::loud(id), id);
  EXPECT_EQ(raw("GET", "/api/admin/drift/" + testing_support::loud(id)).json().at("id"),
            id.c_str());
}

TEST_F(Ids, OfMembersAreOneThingInAnyCase) {
  EXPECT_EQ(raw("PUT", "/api/teams/" + test_id("apes") + "/members/" + kLoud).status, 200);
  EXPECT_EQ(put("/api/teams/apes/members/ann", "").json().at("changed"), false);
}

TEST_F(Ids, InBodiesAreNormalisedToo) {
  const auto loud = testing_support::loud_id("bob");
  ASSERT_NE(loud, test_id("bob"));
  EXPECT_EQ(put("/api/competitors/new", competitor_body(loud, "Novella")).status, 200);
  EXPECT_EQ(get("/api/competitors/new", kBob).json().at("coachId"), "bob");
  for (const auto* bad : {"undefined", "", "00000000-0000-0000-0000-000000000000", "{}"}) {
    const auto reply = raw("PUT", "/api/competitors/" + test_id("other"), std::string(kAdmin),
                           competitor_body(bad, "Novella"));
    EXPECT_EQ(reply.status, 422) << bad;
    EXPECT_NE(reply.body.find("Must be a UUID."), std::string::npos) << reply.body;
  }
}

TEST_F(Ids, InQueriesAndTokensAreNormalisedToo) {
  const auto loud = testing_support::loud_id("bob");
  EXPECT_EQ(get("/api/competitors?coachId=" + loud).body, get("/api/competitors?coachId=bob").body);
  EXPECT_EQ(raw("GET", "/api/competitors?coachId=bob").problem(), "invalid-parameter");
  const auto own = raw("GET", "/api/competitors/" + test_id("ben"), "dev:coach:" + loud);
  EXPECT_EQ(own.status, 200);
  EXPECT_EQ(raw("GET", "/api/competitors", "dev:coach:bob").status, 401) << "a coach is a UUID";
  EXPECT_EQ(raw("GET", "/api/competitors", "dev:admin:bob").status, 200) << "an admin need not be";
}

TEST_F(Ids, ThatAreNoneAreRefusedWithTheirForm) {
  const auto before = head();
  for (const auto& bad :
       {std::string("undefined"), std::string("null"), std::string("ann"), std::string("%7B%7D"),
        std::string("00000000-0000-0000-0000-000000000000"), "%7B" + kAnn + "%7D", kAnn + "0",
        kAnn.substr(1), "urn:uuid:" + kAnn})
    for (const auto* path : {"/api/coaches/", "/api/competitors/", "/api/teams/"}) {
      const auto reply = raw("PUT", path + bad, std::string(kAdmin), "{}");
      EXPECT_EQ(reply.status, 422) << path << bad;
      EXPECT_EQ(reply.problem(), "invalid-id") << path << bad;
      EXPECT_NE(reply.body.find("UUID"), std::string::npos);
      EXPECT_EQ(raw("GET", path + bad).problem(), "invalid-id") << path << bad;
    }
  EXPECT_EQ(head(), before);
}

}  // namespace
}  // namespace lockstep::http
