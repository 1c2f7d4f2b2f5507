// ETag, If-Match, If-None-Match: nobody overwrites what they have not seen.
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

class Preconditions : public HttpTest {
 protected:
  Preconditions() { seed(); }

  Reply put_if(std::string_view target, std::string_view body, const std::string& etag) {
    return call("PUT", target, kAdmin, body, {{"If-Match", etag}});
  }
};

struct Resource {
  const char* target;
  const char* change;
};
const Resource kResources[]{{"/api/coaches/ada", R"({"region":"south"})"},
                            {"/api/competitors/ann", R"({"isActive":false})"},
                            {"/api/teams/apes", R"({"affiliation":"Zoo"})"}};

TEST_F(Preconditions, AStateHasATagThatLetsOneChangePass) {
  for (const auto& [target, change] : kResources) {
    const auto etag = get(target).header("etag");
    EXPECT_EQ(etag.front(), '"') << "strong";
    EXPECT_EQ(put_if(target, change, etag).status, 200) << target;
    const auto version = engine_.log().head().position;
    const auto second = put_if(target, R"({"division":"college"})", etag);
    EXPECT_EQ(second.status, 412) << target;
    EXPECT_EQ(second.problem(), "precondition-failed");
    EXPECT_EQ(second.json().at("retryable"), false);
    EXPECT_EQ(engine_.log().head().position, version) << "nothing was written";
    EXPECT_EQ(put_if(target, "{}", "*").status, 200);
    EXPECT_NE(get(target).header("etag"), etag);
  }
}

TEST_F(Preconditions, AReaderThatKnowsItIsSpared) {
  for (const auto& [target, change] : kResources) {
    const auto etag = get(target).header("etag");
    const auto known = call("GET", target, kAdmin, "", {{"If-None-Match", etag}});
    EXPECT_EQ(known.status, 304) << target;
    EXPECT_EQ(known.body, "");
    EXPECT_EQ(known.header("etag"), etag);
    put(target, change);
    EXPECT_EQ(call("GET", target, kAdmin, "", {{"If-None-Match", etag}}).status, 200);
  }
}

TEST_F(Preconditions, ATeamsTagChangesWithItsMembersToo) {
  put("/api/teams/apes/members/ann", "");
  engine_.react_to_everything();
  const auto before = get("/api/teams/apes");
  put("/api/competitors/ann", R"({"firstName":"Anna"})");
  const auto after = get("/api/teams/apes");
  EXPECT_EQ(before.json().at("version"), after.json().at("version"));
  EXPECT_NE(before.header("etag"), after.header("etag"));
  EXPECT_EQ(put_if("/api/teams/apes", R"({"affiliation":"Zoo"})", before.header("etag")).status,
            200)
      << "the team itself is as it was";
}

// Every poll made an open form fail.
TEST_F(Preconditions, OnlyFactsMakeAFormFail) {
  const auto etag = get("/api/competitors/ann").header("etag");
  onboard_ann();
  const auto after = get("/api/competitors/ann");
  EXPECT_NE(after.header("etag"), etag) << "it shows something else";
  EXPECT_EQ(put_if("/api/competitors/ann", R"({"isActive":false})", etag).status, 200);
  EXPECT_EQ(put_if("/api/competitors/ann", R"({"isActive":true})", etag).status, 412);
}

TEST_F(Preconditions, CreateOnlyNeverOverwrites) {
  const HeaderList create{{"If-None-Match", "*"}};
  EXPECT_EQ(
      call("PUT", "/api/competitors/new", kAdmin, competitor_body("ada", "Novella"), create).status,
      200);
  for (const auto& [target, change] : kResources)
    EXPECT_EQ(call("PUT", target, kAdmin, change, create).status, 412) << target;
  engine_.freeze();
  EXPECT_EQ(put("/api/coaches/cleo", kCoachBody).status, 200);
  EXPECT_EQ(call("PUT", "/api/coaches/cleo", kAdmin, kCoachBody, create).status, 412)
      << "though the read model has not seen it";
}

TEST_F(Preconditions, CreateOnlyIsToldThatTheTeamWasDeleted) {
  ASSERT_EQ(call("DELETE", "/api/teams/apes").status, 200);
  engine_.react_to_everything();
  const auto again =
      call("PUT", "/api/teams/apes", kAdmin, team_body("ada", "Apes"), {{"If-None-Match", "*"}});
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.problem(), "team-deleted");
  EXPECT_EQ(again.json().at("retryable"), false);
}

TEST_F(Preconditions, TheTagOfAnAnswerIsGoodAtOnceThoughTheReadModelIsBehind) {
  engine_.freeze();
  const auto etag = put("/api/competitors/ann", R"({"isActive":false})").header("etag");
  EXPECT_EQ(put_if("/api/competitors/ann", R"({"isActive":true})", etag).status, 200);
  EXPECT_EQ(put_if("/api/competitors/ann", R"({"isActive":false})", etag).status, 412);
}

TEST_F(Preconditions, HoldForCommandsAndDeletionsToo) {
  const HeaderList old{{"If-Match", "\"99\""}};
  const HeaderList any{{"If-Match", "*"}};
  for (const auto* target :
       {"/api/game-platform/competitors/ann", "/api/game-platform/teams/apes/sync",
        "/api/game-platform/coaches/ada"}) {
    EXPECT_EQ(call("POST", target, kAdmin, "", old).status, 412) << target;
    EXPECT_EQ(call("POST", target, kAdmin, "", any).status, 202) << target;
  }
  EXPECT_EQ(call("DELETE", "/api/teams/apes", kAdmin, "", old).status, 412);
  const HeaderList right{{"If-Match", get("/api/teams/apes").header("etag")}};
  EXPECT_EQ(call("DELETE", "/api/teams/apes", kAdmin, "", right).status, 200);
}

TEST_F(Preconditions, ATeamNameIsFreeAgainAfterAChangeThatCameTooLate) {
  EXPECT_EQ(put_if("/api/teams/apes", R"({"name":"Gorillas"})", "\"99\"").status, 412);
  EXPECT_EQ(put("/api/teams/other", team_body("ada", "Gorillas")).status, 200);
}

TEST_F(Preconditions, ThatCannotBeReadAreRefused) {
  for (const auto* bad :
       {"", " ", ",", "7", "x", "\"7", "\"7\"\"8\"", "\"7\" \"8\"", "W/7", "w/\"7\""})
    EXPECT_EQ(put_if("/api/coaches/ada", "{}", bad).status, 400) << bad;
  for (const auto* never : {"W/\"1\"", "\"x\"", "\"\"", "\"7-gzip\"", "\"99999999999999999999\""})
    EXPECT_EQ(put_if("/api/coaches/ada", "{}", never).status, 412) << never;
  EXPECT_EQ(put_if("/api/teams/apes/members/ann", "", "\"1\"").problem(), "precondition-refused");
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/ann", kAdmin, "", {{"If-None-Match", "*"}})
                .status,
            400);
}

TEST_F(Preconditions, AreAskedForWhenTheDeploymentSaysSo) {
  ServerOptions options;
  options.require_if_match = true;
  start(options);
  EXPECT_EQ(put("/api/coaches/ada", R"({"region":"south"})").status, 428);
  EXPECT_EQ(call("DELETE", "/api/teams/apes").problem(), "precondition-required");
  EXPECT_EQ(put_if("/api/coaches/ada", R"({"region":"south"})", "*").status, 200);
  EXPECT_EQ(get("/api/coaches/ada").status, 200);
}

}  // namespace
}  // namespace lockstep::http
