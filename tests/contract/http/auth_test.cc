// What proves who somebody is, and what that lets in. Every route for everybody: rights_test.cc.
#include <algorithm>

#include "adapters/http/api/access.h"
#include "adapters/http/api/api.h"
#include "tests/contract/http/fixture.h"
#include "tests/contract/http/route_cases.h"

namespace lockstep::http {
namespace {

// All that a coach may say of a new competitor.
constexpr auto kOfAda = R"({"coachId":"ada","firstName":"I","lastName":"X","division":"college"})";

using Access = HttpTest;

bool is_for_coaches(const Route& route) {
  return std::ranges::find(route.roles, kRoleCoach) != route.roles.end();
}

TEST_F(Access, RefusesTokensThatProveNothing) {
  for (const auto* token :
       {"dev:coach", "dev:root:ada", "dev:system:ada", "dev:coach:", "dev:coach:a b", "dev::ada",
        "dev:coach:../ada", "a-service-key-for-test", "a-service-key-for-testsX", "coach:ada"})
    EXPECT_EQ(get("/api/competitors", token).status, 401) << token;
  EXPECT_EQ(exchange(port(), "GET", "/api/competitors", {{"Authorization", "Basic YTpi"}}).status,
            401);
  EXPECT_EQ(get("/api/competitors", kServiceKey).status, 200);
}

TEST_F(Access, TakesTheNameOfTheSchemeInAnyCase) {
  for (const auto* scheme : {"Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer   "})
    EXPECT_EQ(exchange(port(), "GET", "/api/competitors",
                       {{"Authorization", scheme + std::string(kServiceKey)}})
                  .status,
              200)
        << scheme;
  for (const auto* other : {"Bearer", "Bearers ", "Bear ", ""})
    EXPECT_EQ(exchange(port(), "GET", "/api/competitors",
                       {{"Authorization", other + std::string(kServiceKey)}})
                  .status,
              401)
        << other;
}

TEST_F(Access, TakesNoDevTokensUnlessSwitchedOn) {
  ServerOptions options;
  options.listen.port = 0;
  options.threads = 2;
  options.service_key = Sealed{std::string(kServiceKey)};
  auto strict = Server::start(options, dependencies());
  ASSERT_TRUE(strict);
  const auto ask = [&](std::string_view token) {
    return exchange(strict.value()->port(), "GET", "/api/competitors",
                    {{"Authorization", "Bearer " + std::string(token)}})
        .status;
  };
  EXPECT_EQ(ask(kAdmin), 401);
  EXPECT_EQ(ask(kServiceKey), 200);
}

TEST_F(Access, LetsOwnersAdminsAndServicesIn) {
  seed();
  put("/api/teams/bees/members/ben", "", kBob);
  CommandRequest run;  // So that the routes of a run name something.
  run.id = events::kReconciliationId;
  run.command = domain::PlatformCommand{domain::RequestReconciliation{{"ben"}}};
  run.command_id = {"a-run"};
  ASSERT_TRUE(engine_.execute(run, {}));
  for (const auto token : {kBob, kAdmin, kServiceKey})
    for (const auto& route : routes()) {
      if (route.roles.empty() || route.method == "DELETE") continue;
      const auto reply =
          call(route.method, bobs(route.pattern), token, body_for(route.method, route.pattern));
      const bool allowed = token != kBob || is_for_coaches(route);
      const bool nothing_found =
          reply.status == 404 && route.pattern.starts_with("/api/admin/accounts/{id}");
      EXPECT_TRUE(allowed ? reply.status < 400 || reply.status == 409 || nothing_found
                          : reply.status == 403)
          << token << " " << route.method << " " << route.pattern << " " << reply.body;
    }
}

TEST_F(Access, ForcesACoachsListsToTheirOwn) {
  seed();
  for (const auto* target : {"/api/competitors?coachId=bob", "/api/competitors", "/api/teams",
                             "/api/teams?coachId=bob"}) {
    const auto reply = get(target, kAda);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body.find("\"bob\""), std::string::npos) << reply.body;
    EXPECT_NE(reply.body.find("\"ada\""), std::string::npos) << reply.body;
  }
  EXPECT_EQ(get("/api/game-platform/dashboard?coachId=bob", kAda).body,
            get("/api/game-platform/dashboard", kAda).body);
}

TEST_F(Access, DoesNotLetACoachTakeOverOrGiveAway) {
  seed();
  // A competitor of another coach, with one's own id as the coach.
  EXPECT_EQ(put("/api/competitors/ben", R"({"coachId":"ada"})", kAda).status, 422);
  EXPECT_EQ(put("/api/competitors/ben", kOfAda, kAda).status, 404);
  // One's own to another coach, or a new one for that coach.
  EXPECT_EQ(put("/api/competitors/ann", R"({"coachId":"bob"})", kAda).status, 422);
  EXPECT_EQ(put("/api/competitors/new", competitor_body("bob", "Novella"), kAda).status, 422);
  EXPECT_EQ(put("/api/teams/new", team_body("bob", "New"), kAda).status, 422);
  EXPECT_EQ(put("/api/coaches/new", kCoachBody, kAda).status, 404);
  // The same answer as for a coach who does not exist.
  EXPECT_EQ(put("/api/competitors/new", competitor_body("bob", "Novella"), kAda).body,
            put("/api/competitors/new", competitor_body("nobody", "Novella"), kAda).body);
}

// The vendor knows its users by our ids: a competitor under a coach's would be given the coach's
// account, and could have the password reset.
TEST_F(Access, TakesNoIdForACoachAndACompetitor) {
  seed();
  const auto before = engine_.log().head();
  EXPECT_EQ(put("/api/competitors/bob", kOfAda, kAda).status, 404);
  EXPECT_EQ(put("/api/competitors/ada", kOfAda, kAda).status, 409);
  const auto by_admin = put("/api/competitors/bob", competitor_body("ada", "Imposter"));
  EXPECT_EQ(by_admin.status, 409);
  EXPECT_EQ(by_admin.problem(), "id-of-another-kind");
  EXPECT_EQ(put("/api/coaches/ann", kCoachBody).status, 409);
  EXPECT_EQ(engine_.log().head().position, before.position);
}

// A coach was told of paths on the server, and to restore a backup.
TEST_F(Access, TellsCoachesNothingThatOperatorsHaveToMend) {
  seed();
  engine_.log().fail_next_write(false);
  const auto as_coach = put("/api/competitors/ann", R"({"firstName":"Anna"})", kAda);
  const auto as_admin = put("/api/competitors/ann", R"({"firstName":"Anna"})");
  EXPECT_EQ(as_coach.status, 503);
  EXPECT_EQ(as_coach.problem(), "log-stopped");
  EXPECT_EQ(as_admin.problem(), "log-stopped");
  EXPECT_NE(as_admin.body.find("estart"), std::string::npos) << as_admin.body;
  EXPECT_EQ(as_coach.body.find("estart"), std::string::npos) << as_coach.body;
  for (const auto& error :
       {Error{Errc::corrupt, "log-damaged", "dmg/log/000019.sst", "Restore it from a backup."},
        Error{Errc::corrupt, "key-missing", "Position 9.", "docs/runbook.md"},
        Error{Errc::unavailable, "read-store-damaged", "SQLite code 8202", "Restart lockstep."},
        Error{Errc::unavailable, "operations-store-unavailable", "x", "Restart lockstep."},
        Error{Errc::unavailable, "disk-nearly-full", "x", "Make room."}}) {
    const auto told = without_operators_words(error);
    EXPECT_EQ(told.type, error.type);
    EXPECT_NE(told.detail, error.detail);
    EXPECT_NE(told.remedy, error.remedy);
  }
  const Error behind{Errc::unavailable, "read-model-behind", "x", "Try again in a moment."};
  EXPECT_EQ(without_operators_words(behind).remedy, behind.remedy);
}

// Rights are by the rows of now: a coach who has lost a competitor must not see what comes after.
TEST_F(Access, AnswersNobodyFromAReadModelThatIsBehind) {
  seed();
  start_behind();
  EXPECT_EQ(put("/api/competitors/ann", R"({"coachId":"bob"})").status, 200);
  for (const auto* target : {"/api/competitors/ann", "/api/competitors",
                             "/api/competitors/ann/history", "/api/competitors/ann/explain"}) {
    EXPECT_EQ(get(target, kAda).status, 503) << target;
    EXPECT_EQ(get(target, kAda).problem(), "read-model-behind") << target;
    EXPECT_EQ(get(target).problem(), "read-model-behind") << target;
    EXPECT_EQ(get(target).header("retry-after"), "1") << target;
  }
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/ann", kAda).status, 503);
  engine_.thaw();
  EXPECT_EQ(get("/api/competitors/ann", kAda).status, 404);
  EXPECT_EQ(get("/api/competitors/ann", kBob).status, 200);
}

TEST_F(Access, DoesNotLetAReadModelThatIsBehindBeATakeOver) {
  seed();
  engine_.freeze();
  put("/api/competitors/fresh", competitor_body("bob", "Freshman"));
  EXPECT_EQ(put("/api/competitors/fresh", kOfAda, kAda).status, 404);
}

TEST_F(Access, RecordsWhoAsked) {
  seed();
  call("POST", "/api/game-platform/competitors/ann", kAda);
  const auto command = engine_.commands().back();
  EXPECT_EQ(command.who, (events::Principal{"coach", test_id("ada")}));
  EXPECT_FALSE(command.correlation_id.empty());
}

}  // namespace
}  // namespace lockstep::http
