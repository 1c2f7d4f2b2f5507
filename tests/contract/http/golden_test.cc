// What clients see, byte for byte in meaning: tests/golden/http/<name>.json. A change here is a
// change of the API.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/contract/http/fixture.h"
#include "tests/contract/http/sse_client.h"

namespace lockstep::http {
namespace {

namespace json = boost::json;

const std::filesystem::path kGolden{SOURCE_DIR "/tests/golden/http"};

class GoldenAnswers : public HttpTest {
 protected:
  GoldenAnswers() { seed(); }

  void expect(const std::string& name, const Reply& reply) {
    const json::value found = json::object{
        {"status", reply.status}, {"type", reply.header("content-type")}, {"body", reply.json()}};
    std::ifstream file{kGolden / (name + ".json")};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    boost::system::error_code failed;
    const auto golden = json::parse(text, failed);
    EXPECT_TRUE(!failed && golden == json::parse(json::serialize(found)))
        << "If this is what it should be, store it as tests/golden/http/" << name << ".json:\n"
        << json::serialize(found) << "\n";
  }
};

TEST_F(GoldenAnswers, OfCommands) {
  expect("put-coach", put("/api/coaches/cleo", kCoachBody));
  expect("put-competitor", put("/api/competitors/cy", competitor_body("ada", "Cyrus")));
  expect("put-team", put("/api/teams/cubs", team_body("ada", "Cubs")));
  expect("put-member", put("/api/teams/apes/members/ann", ""));
  expect("onboard", call("POST", "/api/game-platform/competitors/ann"));
}

TEST_F(GoldenAnswers, OfStates) {
  put("/api/teams/apes/members/ann", "");
  engine_.react_to_everything();
  expect("coach", get("/api/coaches/ada"));
  expect("competitor", get("/api/competitors/ann"));
  expect("team", get("/api/teams/apes"));
  expect("competitors", get("/api/competitors?coachId=bob"));
  expect("teams", get("/api/teams?coachId=bob"));
  expect("dashboard", get("/api/game-platform/dashboard"));
  expect("history", get("/api/competitors/art/history"));
  expect("healthz", get("/healthz", ""));
  expect("usage", get("/api/admin/sync/usage"));
}

TEST_F(GoldenAnswers, OfAccountsThatAreHeld) {
  call("POST", "/api/game-platform/competitors/ann", kAda);
  const auto account = [](std::int64_t id, bool created) {
    return domain::Account{MetactfUserId{id}, Sealed<std::string>{"somebody"}, "approved",
                           std::nullopt, created};
  };
  settle("coach-ada", "coach.account_requested.v1", [&](CallId call) {
    return domain::CoachCommand{
        domain::RecordCoachAccountOutcome{std::move(call), account(1, true)}};
  });
  settle("competitor-ann", "competitor.onboarding_requested.v1", [&](CallId call) {
    return domain::CompetitorCommand{
        domain::RecordOnboardingOutcome{std::move(call), account(2, false)}};
  });
  expect("accounts", get("/api/admin/accounts?state=held"));
  expect("competitor-held", get("/api/competitors/ann"));
  expect("explain-held", get("/api/competitors/ann/explain"));
}

TEST_F(GoldenAnswers, OfAudits) {
  expect("dry-run", call("POST", "/api/game-platform/competitors/ann?dryRun=true"));
  onboard_ann();
  expect("disclosures", get("/api/competitors/ann/disclosures"));
  expect("explain", get("/api/competitors/ann/explain"));
  expect("as-of", get("/api/competitors/ann?asOf=4"));
  SseClient client{port(), kAdmin, "?after=3"};
  (void)client.next();
  expect("stream-event", {200, {{"content-type", "text/event-stream"}}, client.next()->data});
}

TEST_F(GoldenAnswers, OfRefusals) {
  expect("unauthorized", get("/api/coaches/ada", ""));
  expect("not-found", get("/api/coaches/nobody"));
  expect("invalid-body", put("/api/competitors/ann", R"({"division":"kindergarten","x":1})"));
  expect("malformed", put("/api/competitors/ann", "{"));
  expect("method-not-allowed", call("PATCH", "/api/teams/apes", kAdmin, "{}"));
  expect("route-unknown", get("/nowhere"));
  engine_.refuse_all(Error{Errc::busy, "engine-busy", "Too many commands are under way.",
                           "Try again in a moment."});
  expect("busy", call("POST", "/api/game-platform/competitors/ann"));
}

TEST(GoldenHttpFiles, AreAllUsed) {
  const std::set<std::string> used{"put-coach",       "put-competitor", "put-team",
                                   "put-member",      "onboard",        "coach",
                                   "competitor",      "team",           "competitors",
                                   "teams",           "dashboard",      "history",
                                   "healthz",         "unauthorized",   "not-found",
                                   "invalid-body",    "malformed",      "method-not-allowed",
                                   "route-unknown",   "busy",           "usage",
                                   "disclosures",     "explain",        "dry-run",
                                   "as-of",           "stream-event",   "accounts",
                                   "competitor-held", "explain-held"};
  for (const auto& entry : std::filesystem::directory_iterator(kGolden))
    EXPECT_TRUE(used.contains(entry.path().stem().string())) << entry.path();
}

}  // namespace
}  // namespace lockstep::http
