// Whoever asks about what is not theirs learns nothing of it: not whether it is there, was deleted,
// never was, or is of another kind. Only a whole body that would make a new thing is told apart,
// because it would be made.
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

class NothingTold : public HttpTest {
 protected:
  NothingTold() {
    seed();
    EXPECT_EQ(put("/api/teams/gone", team_body("bob", "Gone")).status, 200);
    EXPECT_EQ(call("DELETE", "/api/teams/gone").status, 200);
  }
  /// As ada.
  void expect_the_same(std::string_view method, const std::string& noun,
                       const std::vector<std::string>& ids, const std::string& rest,
                       std::string_view body, const HeaderList& headers) {
    const auto of = [&](const std::string& id) {
      return call(method, "/api/" + noun + "/" + id + rest, kAda, body, headers);
    };
    const auto never = of("never");
    EXPECT_GE(never.status, 400);
    for (const auto& id : ids) {
      const auto reply = of(id);
      EXPECT_EQ(reply.status, never.status) << method << " " << noun << " " << id << " " << body;
      EXPECT_EQ(reply.body, never.body) << method << " " << noun << " " << id << " " << body;
    }
  }
};

const std::vector<HeaderList> kConditions{
    {}, {{"If-Match", "*"}}, {{"If-Match", "\"1\""}}, {{"If-None-Match", "*"}}};

TEST_F(NothingTold, ByPutsThatCouldMakeNothing) {
  for (const auto& condition : kConditions)
    for (const auto* body : {"{}", R"({"isActive":false})", R"({"name":"Asps"})", R"({"x":1})",
                             R"({"firstName":""})", R"({"coachId":"nobody"})"}) {
      expect_the_same("PUT", "competitors", {"ben", "bob", "bees", "gone"}, "", body, condition);
      expect_the_same("PUT", "teams", {"bees", "gone", "bob", "ben"}, "", body, condition);
    }
}

TEST_F(NothingTold, ByAnythingElse) {
  for (const auto* method : {"GET", "HEAD", "DELETE"})
    expect_the_same(method, "teams", {"bees", "gone", "bob", "ben"}, "", "", {});
  for (const auto* rest : {"", "/history", "/explain", "/disclosures", "?asOf=1"})
    expect_the_same("GET", "competitors", {"ben", "bob", "bees"}, rest, "", {});
  for (const auto* rest : {"", "/sync", "/password-reset", "?dryRun=true"})
    expect_the_same("POST", "game-platform/competitors", {"ben", "bob", "bees"}, rest, "", {});
  expect_the_same("POST", "game-platform/teams", {"bees", "gone", "ben"}, "/sync", "", {});
  for (const auto* method : {"PUT", "DELETE"}) {
    expect_the_same(method, "teams", {"bees", "gone"}, "/members/ann", "", {});
    expect_the_same(method, "teams", {"bees", "gone"}, "/members/ben", "", {});
  }
}

TEST_F(NothingTold, ByAWholeBodyBeyondThatTheIdIsTaken) {
  for (const auto* id : {"ben", "bob"})
    EXPECT_EQ(
        put("/api/competitors/" + std::string(id), competitor_body("ada", "Nova"), kAda).status,
        404)
        << id;
  for (const auto* id : {"bees", "gone"})
    EXPECT_EQ(put("/api/teams/" + std::string(id), team_body("ada", "Novae"), kAda).status, 404)
        << id;
}

}  // namespace
}  // namespace lockstep::http
