// Every route: what it does when all is well, and what the engine's refusals become.
#include <array>

#include "tests/contract/http/fixture.h"
#include "tests/contract/http/route_cases.h"
#include "tests/support/loud_id.h"

namespace lockstep::http {
namespace {

using Routes = HttpTest;

std::string text(const boost::json::value& value, const char* pointer) {
  boost::system::error_code failed;
  const auto* found = value.find_pointer(pointer, failed);
  if (found == nullptr) return "<absent>";
  return found->is_string() ? std::string(found->get_string()) : boost::json::serialize(*found);
}

TEST_F(Routes, RecordAndShowACoach) {
  const auto reply = put("/api/coaches/ada", kCoachBody);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"id":"ada","version":1,"position":1,"changed":true})");
  EXPECT_EQ(reply.header("lockstep-position"), "1");
  const auto state = get("/api/coaches/ada?minPosition=1");
  EXPECT_EQ(state.status, 200);
  EXPECT_EQ(text(state.json(), "/schoolName"), "Hill School");
  EXPECT_EQ(state.header("lockstep-position"), "1");
}

TEST_F(Routes, KeepWhatIsAbsentAndClearWhatIsNull) {
  seed();
  EXPECT_EQ(put("/api/coaches/ada", R"({"region":null,"firstName":"Augusta"})").status, 200);
  const auto state = get("/api/coaches/ada").json();
  EXPECT_EQ(text(state, "/region"), "null");
  EXPECT_EQ(text(state, "/firstName"), "Augusta");
  EXPECT_EQ(text(state, "/schoolName"), "Hill School");
}

TEST_F(Routes, ChangeNothingWhenTheFactsAreTheSame) {
  put("/api/coaches/ada", kCoachBody);
  const auto again = put("/api/coaches/ada", kCoachBody);
  EXPECT_EQ(again.body, R"({"id":"ada","version":1,"position":1,"changed":false})");
}

TEST_F(Routes, MergeWithTheNewestFactsEvenWhenTheReadModelIsBehind) {
  seed();
  engine_.freeze();
  EXPECT_EQ(put("/api/coaches/ada", R"({"region":"south"})").status, 200);
  EXPECT_EQ(put("/api/coaches/ada", R"({"schoolName":"Dale School"})").status, 200);
  engine_.thaw();
  const auto state = get("/api/coaches/ada").json();
  EXPECT_EQ(text(state, "/region"), "south");
  EXPECT_EQ(text(state, "/schoolName"), "Dale School");
}

TEST_F(Routes, DecideAChangeOnceWhateverTheReadModelShows) {
  seed();
  engine_.freeze();
  const auto before = engine_.commands().size();
  for (const auto* body : {R"({"firstName":"Anna"})", R"({"emailSchool":null})",
                           R"({"isActive":false})", R"({"coachId":"ada"})"})
    EXPECT_EQ(put("/api/competitors/ann", body, kAda).status, 200) << body;
  EXPECT_EQ(put("/api/coaches/ada", R"({"region":"south"})", kAda).status, 200);
  EXPECT_EQ(engine_.commands().size(), before + 5) << "tried again, and some day in vain";
  engine_.thaw();
  const auto state = get("/api/competitors/ann").json();
  EXPECT_EQ(text(state, "/firstName"), "Anna");
  EXPECT_EQ(text(state, "/isActive"), "false");
}

// Product: profile and compliance are for a service or an admin to say.
TEST_F(Routes, LetNoCoachSayThatACompetitorIsComplete) {
  seed();
  for (const auto* body : {R"({"complianceComplete":false})", R"({"profileComplete":false})",
                           R"({"complianceDate":"2026-02-02"})"}) {
    const auto refused = put("/api/competitors/ann", body, kAda);
    EXPECT_EQ(refused.status, 403) << body;
    EXPECT_EQ(refused.problem(), "not-yours-to-say") << body;
  }
  EXPECT_EQ(put("/api/competitors/new", competitor_body("ada", "Novella"), kAda).status, 403);
  EXPECT_EQ(
      put("/api/competitors/new",
          R"({"coachId":"ada","firstName":"Nova","lastName":"X","division":"high_school"})", kAda)
          .status,
      200);
  EXPECT_EQ(put("/api/competitors/ann", R"({"complianceComplete":true})", kAda).status, 200);
  EXPECT_EQ(put("/api/competitors/ann", R"({"complianceComplete":false})").status, 200);
}

TEST_F(Routes, TakeACommandRightAfterTheOneThatMadeItsSubject) {
  seed();
  engine_.freeze();
  EXPECT_EQ(put("/api/competitors/new", competitor_body("ada", "Novella")).status, 200);
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/new", kAda).status, 202);
}

TEST_F(Routes, OnboardACompetitorOnce) {
  seed();
  const auto reply = call("POST", "/api/game-platform/competitors/ann", kAda);
  EXPECT_EQ(reply.status, 202);
  EXPECT_EQ(text(reply.json(), "/changed"), "true");
  const auto again = call("POST", "/api/game-platform/competitors/ann", kAda);
  EXPECT_EQ(again.status, 202);
  EXPECT_EQ(text(again.json(), "/changed"), "false");
  EXPECT_EQ(text(get("/api/competitors/ann").json(), "/onboarding"), "wanted");
}

TEST_F(Routes, RefuseToOnboardWhoIsNotReadyAndSayWhatIsMissing) {
  seed();
  put("/api/competitors/ann", R"({"complianceComplete":false})");
  const auto reply = call("POST", "/api/game-platform/competitors/ann");
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(reply.problem(), "competitor-not-eligible");
  EXPECT_EQ(reply.header("content-type"), "application/problem+json");
  EXPECT_NE(text(reply.json(), "/remedy"), "<absent>");
  EXPECT_EQ(text(reply.json(), "/retryable"), "false");
}

TEST_F(Routes, EnsureACoachsAccount) {
  seed();
  EXPECT_EQ(call("POST", "/api/game-platform/coaches/ada", kAda).status, 202);
  EXPECT_EQ(text(get("/api/coaches/ada").json(), "/status"), "calling");
  put("/api/coaches/eve", R"({"email":"e@example.org","firstName":"E","lastName":"F"})");
  EXPECT_EQ(call("POST", "/api/game-platform/coaches/eve").problem(), "coach-incomplete");
}

TEST_F(Routes, AskForACompetitorsScoresNow) {
  seed();
  const auto reply = call("POST", "/api/game-platform/competitors/ann/sync", kAda, "{}");
  // Not onboarded yet: the rule decides, HTTP only carries its answer.
  EXPECT_TRUE(reply.status == 202 || reply.status == 409) << reply.body;
  EXPECT_EQ(std::get<domain::ScoresCommand>(engine_.commands().back().command).index(),
            domain::ScoresCommand{domain::RequestSync{}}.index());
}

TEST_F(Routes, PutACompetitorOnATeamAndTakeThemOff) {
  seed();
  const auto reply = put("/api/teams/apes/members/ann", "", kAda);
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(text(reply.json(), "/changed"), "true");
  EXPECT_EQ(text(reply.json(), "/teamId"), "apes");
  engine_.react_to_everything();
  const auto team = get("/api/teams/apes", kAda).json();
  EXPECT_EQ(text(team, "/members/0/id"), "ann");
  EXPECT_EQ(text(team, "/members/0/sync"), "pending");
  EXPECT_EQ(text(get("/api/competitors/ann").json(), "/teamId"), "apes");

  const auto again = put("/api/teams/apes/members/ann", "", kAda);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(text(again.json(), "/changed"), "false");

  EXPECT_EQ(call("DELETE", "/api/teams/apes/members/ann", kAda).status, 200);
  const auto off_again = call("DELETE", "/api/teams/apes/members/ann", kAda);
  EXPECT_EQ(off_again.status, 200);
  EXPECT_EQ(text(off_again.json(), "/changed"), "false");
  engine_.react_to_everything();
  EXPECT_EQ(text(get("/api/teams/apes").json(), "/members"), "[]");
}

TEST_F(Routes, AnswerTheTeamsOwnRefusalOfAMember) {
  seed();
  put("/api/competitors/ann", R"({"division":"college"})");
  const auto reply = put("/api/teams/apes/members/ann", "", kAda);
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(reply.problem(), "division-mismatch");
  engine_.react_to_everything();
  EXPECT_EQ(text(get("/api/teams/apes").json(), "/members"), "[]");
  EXPECT_EQ(put("/api/teams/apes/members/ben", "").problem(), "team-of-another-coach");
}

TEST_F(Routes, RefuseASeventhMember) {
  seed();
  for (int i = 1; i <= 7; ++i) {
    const auto id = "c" + std::to_string(i);
    put("/api/competitors/" + id, competitor_body("ada", "Member"));
    const auto reply = put("/api/teams/apes/members/" + id, "", kAda);
    EXPECT_EQ(reply.status, i <= 6 ? 200 : 409) << i;
    EXPECT_EQ(reply.problem(), i <= 6 ? "" : "team-full");
  }
}

TEST_F(Routes, GiveATeamNameOutOncePerCoach) {
  seed();
  EXPECT_EQ(put("/api/teams/asps", team_body("ada", "Apes")).problem(), "team-name-taken");
  EXPECT_EQ(put("/api/teams/asps", team_body("bob", "Apes")).status, 200);
}

TEST_F(Routes, GiveANameBackWhenTheTeamsFactsAreRefused) {
  seed();
  put("/api/teams/apes/members/ann", "");
  const auto refused = put("/api/teams/apes", R"({"name":"Asps","division":"college"})");
  EXPECT_EQ(refused.problem(), "team-not-empty");
  // The name that was tried is free, the one it has is not.
  EXPECT_EQ(put("/api/teams/t2", team_body("ada", "Apes")).problem(), "team-name-taken");
  EXPECT_EQ(put("/api/teams/t2", team_body("ada", "Asps")).status, 200);
}

TEST_F(Routes, DeleteAnEmptyTeamAndRefuseOneWithMembers) {
  seed();
  put("/api/teams/apes/members/ann", "");
  EXPECT_EQ(call("DELETE", "/api/teams/apes", kAda).problem(), "team-not-empty");
  call("DELETE", "/api/teams/apes/members/ann");
  EXPECT_EQ(call("DELETE", "/api/teams/apes", kAda).status, 200);
  // The vendor never had it, so nothing is left to show; its id stays used.
  EXPECT_EQ(get("/api/teams/apes").status, 404);
  EXPECT_EQ(put("/api/teams/apes", team_body("ada", "Apes again")).problem(), "team-deleted");
  EXPECT_EQ(put("/api/teams/t2", team_body("ada", "Apes again")).status, 200) << "name given back";
}

TEST_F(Routes, ConvergeATeamAndEachOfItsMembers) {
  seed();
  put("/api/teams/apes/members/ann", "");
  engine_.react_to_everything();
  EXPECT_EQ(call("POST", "/api/game-platform/teams/apes/sync", kAda).status, 202);
  const auto commands = engine_.commands();
  ASSERT_GE(commands.size(), 2U);
  EXPECT_EQ(commands[commands.size() - 2].id, test_id("ann"));
  EXPECT_EQ(commands.back().id, test_id("apes"));
}

TEST_F(Routes, ListCompetitorsByPagesAndFilters) {
  seed();
  const auto first = get("/api/competitors?limit=2").json();
  EXPECT_EQ(text(first, "/total"), "3");
  EXPECT_EQ(text(first, "/items/0/id"), "ann");
  const auto second = get("/api/competitors?limit=2&cursor=" + text(first, "/next")).json();
  EXPECT_EQ(text(second, "/items/0/id"), "ben");
  EXPECT_EQ(text(second, "/next"), "null");
  EXPECT_EQ(text(get("/api/competitors?coachId=bob").json(), "/total"), "1");
  EXPECT_EQ(text(get("/api/competitors?q=Arthur%69an").json(), "/items/0/id"), "art");
  EXPECT_EQ(text(get("/api/competitors?status=complete").json(), "/total"), "0");
  EXPECT_EQ(text(get("/api/teams?coachId=ada").json(), "/items/0/name"), "Apes");
}

TEST_F(Routes, TellAnEntitysHistoryPageByPage) {
  seed();
  put("/api/competitors/ann", R"({"isActive":false})");
  const auto first = get("/api/competitors/ann/history?limit=1", kAda).json();
  EXPECT_EQ(text(first, "/items/0/type"), "competitor.facts_recorded.v1");
  EXPECT_EQ(text(first, "/items/0/data/person/first_name"), "Annabella");
  EXPECT_EQ(text(first, "/items/0/who/role"), "admin");
  const auto second =
      get("/api/competitors/ann/history?limit=1&cursor=" + text(first, "/next"), kAda).json();
  EXPECT_EQ(text(second, "/items/0/version"), "2");
  EXPECT_EQ(text(second, "/next"), "null");
  EXPECT_EQ(text(get("/api/coaches/ada/history").json(), "/items/0/version"), "1");
  EXPECT_EQ(text(get("/api/teams/apes/history").json(), "/items/0/version"), "1");
}

// A cursor is of one list, and of this one: another's would skip or repeat, and say nothing.
TEST_F(Routes, TakeACursorOfTheirOwnListAlone) {
  seed();
  constexpr std::array kLists{"/api/competitors",
                              "/api/teams",
                              "/api/competitors/ann/history",
                              "/api/competitors/ben/history",
                              "/api/coaches/ada/history",
                              "/api/teams/apes/history",
                              "/api/competitors/ann/disclosures"};
  put("/api/competitors/ann", R"({"firstName":"Anna"})");
  put("/api/competitors/ben", R"({"firstName":"Benno"})");
  put("/api/coaches/ada", R"({"firstName":"Adah"})");
  int given = 0;
  for (const auto* of : kLists) {
    const auto next = get(std::string(of) + "?limit=1").json().at("next");
    if (next.is_null()) continue;
    ++given;
    const std::string cursor(next.as_string());
    for (const auto* list : kLists) {
      const auto reply = get(std::string(list) + "?cursor=" + cursor);
      EXPECT_EQ(reply.status, std::string_view{list} == of ? 200 : 400) << of << " at " << list;
      EXPECT_EQ(reply.problem(), std::string_view{list} == of ? "" : "invalid-parameter");
    }
    for (const auto& bad : {cursor + "1", cursor + "A", "1" + cursor, "A" + cursor,
                            cursor.substr(1), cursor.substr(0, 8)})
      EXPECT_EQ(get(std::string(of) + "?cursor=" + bad).status, 400) << bad;
  }
  EXPECT_GE(given, 3);
  const auto of = [&](const std::string& list, std::string_view token = kAdmin) {
    return std::string(get(list, token).json().at("next").as_string());
  };
  const auto all = of("/api/competitors?limit=1");
  const auto adas = of("/api/competitors?limit=1", kAda);
  for (const auto& other : {"status=compliance&cursor=" + all, "coachId=ada&cursor=" + all,
                            "cursor=" + adas, std::string("cursor=")})
    EXPECT_EQ(get("/api/competitors?" + other).status, 400) << other;
  EXPECT_EQ(get("/api/competitors?cursor=" + all, kAda).status, 400);
  EXPECT_EQ(get("/api/competitors?limit=2&cursor=" + adas, kAda).status, 200);
  const auto loud = testing_support::loud_id("ann");
  const std::string histories("/history?limit=1");
  const auto next = get("/api/competitors/ann" + histories).json().at("next").as_string();
  EXPECT_EQ(get("/api/competitors/" + loud + histories + "&cursor=" + std::string(next)).status,
            200)
      << "one id, spelled in two ways";
  for (const auto* list : kLists)
    for (const auto* bad :
         {"x", "1", "1.0", "1.2.3", "1.x", "-1.0", "18446744073709551616", "$%25%26"})
      EXPECT_EQ(get(std::string(list) + "?cursor=" + bad).status, 400) << list << bad;
}

TEST_F(Routes, TellACoachNothingOfTheTimeBeforeSomebodyBecameTheirs) {
  seed();
  put("/api/competitors/ann", R"({"firstName":"Anastasia"})");
  put("/api/competitors/ann", R"({"coachId":"bob"})");
  const auto all = get("/api/competitors/ann/history").json();
  EXPECT_EQ(text(all, "/items/0/version"), "1");
  for (const auto* page : {"", "?limit=1"}) {
    const auto history = get("/api/competitors/ann/history" + std::string(page), kBob).json();
    EXPECT_EQ(text(history, "/items/0/data/coach_id"), "bob");
    EXPECT_EQ(text(history, "/items/0/type"), "competitor.facts_recorded.v1");
  }
  EXPECT_EQ(get("/api/competitors/ann/history", kAda).status, 404);
}

TEST_F(Routes, TellAdminsAloneWhereAChangeCameFrom) {
  seed();
  put("/api/competitors/ann", R"({"firstName":"Anna"})", kAda);
  const auto address = text(get("/api/competitors/ann/history").json(), "/items/1/from");
  EXPECT_EQ(address, "127.0.0.1");
  const auto as_coach = get("/api/competitors/ann/history", kAda);
  EXPECT_EQ(as_coach.body.find(address), std::string::npos);
  EXPECT_EQ(as_coach.body.find("\"from\""), std::string::npos);
}

TEST_F(Routes, SummariseForTheDashboard) {
  seed();
  EXPECT_EQ(text(get("/api/game-platform/dashboard").json(), "/competitors/total"), "3");
  EXPECT_EQ(text(get("/api/game-platform/dashboard?coachId=bob").json(), "/competitors/total"),
            "1");
  EXPECT_EQ(
      text(get("/api/game-platform/dashboard", kAda).json(), "/competitors/byStatus/compliance"),
      "2");
}

TEST_F(Routes, WaitForAMinimumPosition) {
  seed();
  engine_.freeze();
  const auto reply = put("/api/coaches/ada", R"({"region":"south"})");
  const auto position = reply.header("lockstep-position");
  const auto state = get("/api/coaches/ada?minPosition=" + position);
  EXPECT_EQ(text(state.json(), "/region"), "south");
  EXPECT_EQ(get("/api/coaches/ada?minPosition=999999").problem(), "position-unknown");
}

TEST_F(Routes, SayThatTheReadModelIsBehindWhenWaitingDoesNotHelp) {
  seed();
  engine_.freeze();
  const auto position =
      put("/api/coaches/ada", R"({"region":"south"})").header("lockstep-position");
  engine_.refuse_all(Error{Errc::unavailable, "log-stopped", "Stopped.", ""});
  const auto state = get("/api/coaches/ada?minPosition=" + position);
  EXPECT_EQ(state.status, 503);
  EXPECT_EQ(state.problem(), "read-model-behind");
  EXPECT_EQ(state.header("retry-after"), "1");
}

TEST_F(Routes, ThatReadNoRowsWaitForNone) {
  seed();
  start_behind();
  EXPECT_EQ(put("/api/coaches/cleo", kCoachBody).status, 200);
  EXPECT_EQ(get("/api/admin/sync/usage").status, 200);
  EXPECT_EQ(get("/livez", "").status, 200);
  EXPECT_EQ(get("/api/coaches/cleo").problem(), "read-model-behind");
  engine_.thaw();
}

// A client that is told 404 or 422 gives up for good.
TEST_F(Routes, SayOfNothingThatItIsNotThereWhileTheReadModelIsBehind) {
  seed();
  start_behind();
  EXPECT_EQ(put("/api/coaches/cleo", kCoachBody).status, 200);
  const auto kid = competitor_body("cleo", "Novella");
  for (const auto& reply :
       {get("/api/coaches/cleo"), get("/api/coaches/cleo/history"),
        put("/api/coaches/cleo", R"({"firstName":"Cleopatra"})"), put("/api/competitors/new", kid),
        put("/api/teams/new", team_body("cleo", "New")),
        call("POST", "/api/game-platform/coaches/cleo")}) {
    EXPECT_EQ(reply.status, 503) << reply.body;
    EXPECT_EQ(reply.problem(), "read-model-behind") << reply.body;
  }
  engine_.thaw();
  EXPECT_EQ(get("/api/coaches/cleo").status, 200);
  EXPECT_EQ(put("/api/competitors/new", kid).status, 200);
}

// Rows that are folded half lack what is so, rights included.
TEST_F(Routes, AnswerNothingFromAReadModelThatIsBeingMade) {
  seed();
  engine_.set_whole(false);
  const auto before = engine_.log().head().position;
  for (const auto* route : routes_in_order()) {
    const auto reply =
        call(route->method, bobs(route->pattern), kAdmin, body_for(route->method, route->pattern));
    const auto name = std::string(route->method) + " " + std::string(route->pattern);
    if (route->groups == ports::GroupSet{}) {
      EXPECT_NE(reply.status, 503) << name;
      continue;
    }
    EXPECT_EQ(reply.status, 503) << name;
    EXPECT_EQ(reply.problem(), "read-model-folding") << name;
    EXPECT_EQ(reply.header("retry-after"), "5") << name;
  }
  EXPECT_EQ(engine_.log().head().position, before);
  engine_.set_whole(true);
  EXPECT_EQ(get("/api/coaches/bob").status, 200);
}

TEST_F(Routes, MapTheEnginesErrorsToStatuses) {
  seed();
  const std::pair<Errc, int> table[] = {
      {Errc::invalid, 422},   {Errc::not_found, 404},    {Errc::conflict, 409},
      {Errc::stale, 409},     {Errc::unauthorized, 401}, {Errc::forbidden, 403},
      {Errc::too_large, 413}, {Errc::busy, 503},         {Errc::unavailable, 503},
      {Errc::timeout, 504},   {Errc::corrupt, 500},      {Errc::mismatch, 422}};
  for (const auto& [code, status] : table) {
    engine_.refuse_all(Error{code, "some-type", "Some detail.", "Some remedy."});
    const auto reply = call("POST", "/api/game-platform/competitors/ann");
    EXPECT_EQ(reply.status, status);
    EXPECT_EQ(reply.header("content-type"), "application/problem+json");
    EXPECT_EQ(text(reply.json(), "/status"), std::to_string(status));
    const bool retryable = code == Errc::busy || code == Errc::unavailable ||
                           code == Errc::timeout || code == Errc::stale;
    EXPECT_EQ(text(reply.json(), "/retryable"), retryable ? "true" : "false");
    EXPECT_EQ(reply.header("retry-after"), retryable ? "1" : "");
  }
}

TEST_F(Routes, ServeHealthAndMetricsToEverybody) {
  EXPECT_EQ(get("/livez", "").status, 200);
  EXPECT_EQ(get("/readyz", "").status, 200);
  EXPECT_EQ(text(get("/healthz", "").json(), "/checks/0/name"), "log");
  health_ = {false, {{"log", false, "The log has stopped."}}};
  EXPECT_EQ(get("/readyz", "").status, 503);
  EXPECT_EQ(get("/healthz", "").status, 503);
  EXPECT_EQ(get("/livez", "").status, 200);
  const auto metrics = get("/metrics", "");
  EXPECT_EQ(metrics.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_NE(metrics.body.find(R"(lockstep_http_requests_total{method="GET",route="/livez",)"),
            std::string::npos);
}

TEST_F(Routes, CallEveryAnswerUncacheableAndUnsniffable) {
  for (const auto* target : {"/livez", "/nowhere", "/api/competitors"}) {
    const auto reply = get(target, "");
    EXPECT_EQ(reply.header("cache-control"), "no-store, no-transform");
    EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
  }
}

TEST_F(Routes, AnswerHeadLikeGetWithoutABody) {
  const auto reply = call("HEAD", "/livez", "");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "");
}

TEST_F(Routes, TellAdminsHowTheGateStandsAndNobodyElse) {
  EXPECT_EQ(get("/api/admin/sync/usage", kAda).status, 403);
  gate_->breaker = rate::BreakerState::open;
  gate_->breaker_reason = "unauthorized";
  gate_->ceiling = 12.5;
  const auto usage = get("/api/admin/sync/usage");
  EXPECT_EQ(usage.status, 200);
  EXPECT_EQ(text(usage.json(), "/breaker/state"), "open");
  EXPECT_NE(text(usage.json(), "/breaker/remedy").find("token"), std::string::npos);
  EXPECT_EQ(usage.json().at("rate").at("ceiling"), 12.5);
  gate_.reset();
  EXPECT_EQ(get("/api/admin/sync/usage").status, 503);
}

}  // namespace
}  // namespace lockstep::http
