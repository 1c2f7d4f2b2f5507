// What went to the vendor about whom, and why somebody is as they are: for those who may know it.
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

class Audit : public HttpTest {
 protected:
  Audit() { seed(); }
};

TEST_F(Audit, ShowsACoachWhatWasSentAboutTheirOwnAndNobodyElse) {
  onboard_ann();
  const auto reply = get("/api/competitors/ann/disclosures", kAda);
  EXPECT_EQ(reply.status, 200);
  const auto told = reply.json().at("items").at(0);
  EXPECT_EQ(told.at("payload").at("first_name"), "Annabella");
  EXPECT_EQ(told.at("askedBy").at("id"), "ada") << "though the process opened the call";
  EXPECT_EQ(told.at("state"), "confirmed");
  EXPECT_EQ(told.at("sent"), "yes");
  EXPECT_EQ(get("/api/competitors/ann/disclosures", kBob).status, 404);
  EXPECT_EQ(get("/api/competitors/nobody/disclosures").status, 404);
  EXPECT_EQ(get("/api/coaches/ada/disclosures", kBob).status, 404);
  const auto own = get("/api/coaches/ada/disclosures", kAda).json();
  EXPECT_EQ(own.at("items").at(0).at("payload").at("role"), "coach");
}

TEST_F(Audit, ShowsACoachNothingOfTheTimeBeforeSomebodyBecameTheirs) {
  onboard_ann();
  put("/api/competitors/ann", R"({"coachId":"bob"})");
  EXPECT_EQ(get("/api/competitors/ann/disclosures", kBob).json().at("total"), 0);
  EXPECT_EQ(get("/api/competitors/ann/disclosures").json().at("total"), 1);
}

TEST_F(Audit, ShowsDisclosuresPageByPage) {
  onboard_ann();
  put("/api/teams/apes/members/ann", "");
  engine_.react_to_everything();
  settle("team-apes", "team.remote_creation_requested.v1", [](CallId call) {
    domain::RecordTeamCreationOutcome outcome;
    outcome.call_id = std::move(call);
    return domain::TeamCommand{outcome};
  });
  const auto first = get("/api/competitors/ann/disclosures?limit=1").json();
  EXPECT_EQ(first.at("items").as_array().size(), 1U);
  EXPECT_EQ(first.at("total"), 2);
  const auto second = get("/api/competitors/ann/disclosures?limit=1&cursor=" +
                          std::string(first.at("next").as_string()))
                          .json();
  EXPECT_EQ(second.at("items").at(0).at("call"), "assign_team");
  EXPECT_EQ(second.at("items").at(0).at("state"), "open");
  EXPECT_TRUE(second.at("next").is_null());
}

// They have a stream of their own, for which nobody should have to ask.
TEST_F(Audit, TheHistoryOfACompetitorHasTheScoresInIt) {
  onboard_ann();
  engine_.react_to_everything();
  put("/api/competitors/ann", R"({"firstName":"Anna"})");
  const auto all = get("/api/competitors/ann/history", kAda).json().at("items").as_array();
  EXPECT_TRUE(std::ranges::any_of(
      all, [](const auto& event) { return event.at("type") == "scores.begun.v1"; }));
  EXPECT_EQ(all.back().at("type"), "competitor.facts_recorded.v1");
  EXPECT_TRUE(std::ranges::is_sorted(
      all, {}, [](const boost::json::value& event) { return event.at("position").as_int64(); }));
  boost::json::array one_by_one;
  std::string cursor;
  do {
    const auto page =
        get("/api/competitors/ann/history?limit=1" + (cursor.empty() ? "" : "&cursor=" + cursor),
            kAda)
            .json();
    one_by_one.push_back(page.at("items").at(0));
    cursor = page.at("next").is_null() ? "" : std::string(page.at("next").as_string());
  } while (!cursor.empty() && one_by_one.size() <= all.size());
  EXPECT_EQ(one_by_one, all);
}

TEST_F(Audit, ExplainsACompetitorToTheirCoachAndNobodyElse) {
  const auto reply = get("/api/competitors/ann/explain", kAda);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json().at("facts").at(0).at("code"), "status-compliance");
  EXPECT_EQ(get("/api/competitors/ann/explain", kBob).status, 404);
  const auto before = engine_.log().head().position;
  get("/api/competitors/ann/explain", kAda);
  EXPECT_EQ(engine_.log().head().position, before);
}

TEST_F(Audit, DryRunOfAnOnboardingTellsThePayloadAndChangesNothing) {
  const auto before = engine_.log().head().position;
  const auto commands = engine_.commands().size();
  const auto reply = call("POST", "/api/game-platform/competitors/ann?dryRun=true", kAda);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json().at("would"), "wait_for_coach");
  EXPECT_EQ(engine_.log().head().position, before);
  EXPECT_EQ(engine_.commands().size(), commands);
  EXPECT_EQ(get("/api/competitors/ann").json().at("onboarding"), "none");

  onboard_ann();
  const auto sent = get("/api/competitors/ann/disclosures").json().at("items").at(0);
  EXPECT_EQ(reply.json().at("payload"), sent.at("payload")) << "to the letter";
  const auto again = call("POST", "/api/game-platform/competitors/ann?dryRun=true", kAda);
  EXPECT_EQ(again.json().at("would"), "nothing");
}

TEST_F(Audit, DryRunTellsWhyItWouldBeRefused) {
  put("/api/competitors/ann", R"({"complianceComplete":false})");
  const auto reply = call("POST", "/api/game-platform/competitors/ann?dryRun=true", kAda).json();
  EXPECT_EQ(reply.at("would"), "refuse");
  EXPECT_EQ(reply.at("refusal").at("code"), "competitor-not-eligible");
  EXPECT_TRUE(reply.at("payload").is_null());
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/ann?dryRun=true", kBob).status, 404);
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/ann?dryRun=yes", kAda).status, 400);
}

TEST_F(Audit, APasswordResetIsForWhoIsOnTheGamePlatform) {
  const auto* target = "/api/game-platform/competitors/ann/password-reset";
  EXPECT_EQ(call("POST", target, kAda).problem(), "competitor-not-onboarded");
  onboard_ann();
  EXPECT_EQ(call("POST", target, kBob).status, 404);
  EXPECT_EQ(call("POST", target, kAda).status, 202);
  EXPECT_EQ(call("POST", target, kAda).json().at("changed"), false) << "still open";
  const auto told = get("/api/competitors/ann/disclosures").json().at("items").at(1);
  EXPECT_EQ(told.at("call"), "send_password_reset_email");
  EXPECT_EQ(told.at("askedBy").at("id"), "ada");
  settle("competitor-ann", "competitor.password_reset_requested.v1", [](CallId call_id) {
    const events::CallFailure no{"vendor-not-offered", 404, "It is not offered.", "Ask.", false};
    return domain::CompetitorCommand{domain::RecordPasswordResetOutcome{std::move(call_id), no}};
  });
  const auto facts = get("/api/competitors/ann/explain", kAda).json().at("facts").as_array();
  EXPECT_TRUE(std::ranges::any_of(facts, [](const auto& fact) {
    return fact.at("code") == "password-reset-failed" && fact.at("remedy") == "Ask.";
  }));
}

TEST_F(Audit, TheExplanationSaysWhyNobodyCallsTheGamePlatform) {
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/ann", kAda).status, 202);
  engine_.react_to_everything();
  gate_->breaker = rate::BreakerState::open;
  gate_->breaker_reason = "wrong_address";
  const auto facts = get("/api/competitors/ann/explain", kAda).json().at("facts").as_array();
  const auto found = std::ranges::find_if(
      facts, [](const auto& fact) { return fact.at("code") == "vendor-not-called"; });
  ASSERT_NE(found, facts.end());
  const std::string_view remedy = found->at("remedy").as_string();
  EXPECT_NE(remedy.find("GAME_PLATFORM_API_BASE_URL"), std::string_view::npos);
}

}  // namespace
}  // namespace lockstep::http
