// Accounts that nobody of ours made, over HTTP: who sees them, who decides, and about which.
#include "engine/domain/found_account.h"
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

class AccountRoutes : public HttpTest {
 protected:
  AccountRoutes() { seed(); }

  /// Ann and Art wait for what their coach's account allows, and then for their own.
  void ask_for(const std::string& who) {
    EXPECT_EQ(call("POST", "/api/game-platform/competitors/" + who, kAda).status, 202);
  }
  void coach_is_there() {
    settle("coach-ada", "coach.account_requested.v1", [&](CallId call) {
      return domain::CoachCommand{
          domain::RecordCoachAccountOutcome{std::move(call), account(1, "ada", "approved", true)}};
    });
  }
  void is_found(const std::string& who, std::int64_t id, const std::string& username) {
    settle("competitor-" + who, "competitor.onboarding_requested.v1", [&](CallId call) {
      return domain::CompetitorCommand{domain::RecordOnboardingOutcome{
          std::move(call), account(id, username, "approved", false)}};
    });
  }
  void both_are_held() {
    ask_for("ann");
    ask_for("art");
    coach_is_there();
    is_found("ann", 70, "annabella.zuckermandel");
    is_found("art", 71, "somebody.else");
  }
  static domain::Account account(std::int64_t id, const std::string& username, const char* status,
                                 bool created) {
    return {MetactfUserId{id}, Sealed<std::string>{username}, status, std::nullopt, created};
  }
  Reply decide(const std::string& what, std::string_view token = kAdmin,
               std::string_view body = "") {
    return call("POST", "/api/admin/accounts/" + what, token, body);
  }
  boost::json::value held() { return get("/api/admin/accounts?state=held").json(); }
  std::string onboarding(const std::string& who) {
    return std::string(get("/api/competitors/" + who).json().at("onboarding").as_string());
  }
};

TEST_F(AccountRoutes, ShowNothingBeforeThereIsSomething) {
  EXPECT_EQ(get("/api/admin/accounts?state=held").body, R"({"items":[],"next":null,"total":0})");
  EXPECT_EQ(decide("ann/adopt").status, 404);
  EXPECT_EQ(decide("nobody/reject").status, 404);
}

TEST_F(AccountRoutes, ShowWhoIsHeldAndWhatIsTheSame) {
  both_are_held();
  const auto shown = held();
  EXPECT_EQ(shown.at("total"), 2);
  const auto& items = shown.at("items").as_array();
  const auto first = items.at(0).at("id") == "ann" ? items.at(0) : items.at(1);
  EXPECT_EQ(first.at("holder"), "competitor");
  EXPECT_EQ(first.at("metactfUserId"), 70);
  EXPECT_EQ(first.at("state"), "held");
  EXPECT_EQ(first.at("same"), boost::json::array{"username"});
  EXPECT_EQ(get("/api/admin/accounts?state=adopted").json().at("total"), 0);
  EXPECT_EQ(get("/api/admin/accounts").json().at("total"), 2);
  EXPECT_EQ(get("/api/admin/accounts?state=lost").status, 400);
}

TEST_F(AccountRoutes, ArePagedLikeEveryList) {
  both_are_held();
  const auto first = get("/api/admin/accounts?state=held&limit=1").json();
  EXPECT_EQ(first.at("items").as_array().size(), 1U);
  const std::string cursor(first.at("next").as_string());
  const auto second = get("/api/admin/accounts?state=held&limit=1&cursor=" + cursor).json();
  EXPECT_NE(second.at("items").at(0).at("id"), first.at("items").at(0).at("id"));
  EXPECT_TRUE(second.at("next").is_null());
}

TEST_F(AccountRoutes, TellTheCoachWhyAndWhatToDo) {
  both_are_held();
  const auto state = get("/api/competitors/ann", kAda).json();
  EXPECT_EQ(state.at("onboarding"), "held");
  EXPECT_EQ(state.at("gamePlatform").at("error").at("code"), "account-found");
  EXPECT_NE(state.at("gamePlatform").at("error").at("remedy").as_string(), "");
  EXPECT_TRUE(state.at("gamePlatform").at("id").is_null());
  const auto why = get("/api/competitors/ann/explain", kAda).body;
  EXPECT_NE(why.find("\"account-held\""), std::string::npos) << why;
  const auto again = call("POST", "/api/game-platform/competitors/ann", kAda);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.problem(), "account-found");
}

TEST_F(AccountRoutes, ShowACoachNothingOfAnAccountThatMayBeSomebodyElses) {
  both_are_held();
  decide("art/reject");
  for (const auto* path : {"/api/competitors/ann/history", "/api/competitors/art/history"}) {
    const auto told = get(path, kAda).body;
    EXPECT_NE(told.find("competitor.account_found.v1"), std::string::npos) << "that it is there";
    for (const auto* member :
         {"metactf_user_id", "metactf_username", "last_login_at", "\"same\"", "somebody.else"})
      EXPECT_EQ(told.find(member), std::string::npos) << member;
    EXPECT_NE(get(path).body.find("metactf_username"), std::string::npos) << "admins decide by it";
  }
}

TEST_F(AccountRoutes, SayThatNothingWasDisclosed) {
  both_are_held();
  const auto told = get("/api/competitors/ann/disclosures").json();
  EXPECT_EQ(told.at("items").at(0).at("sent"), "id_only");
}

TEST_F(AccountRoutes, AdoptOneAndRejectTheOther) {
  both_are_held();
  EXPECT_EQ(decide("ann/adopt").status, 202);
  EXPECT_EQ(decide("art/reject").status, 202);
  EXPECT_EQ(held().at("total"), 0);
  EXPECT_EQ(onboarding("ann"), "calling") << "it is looked at again";
  is_found("ann", 70, "annabella.zuckermandel");
  EXPECT_EQ(onboarding("ann"), "done");
  EXPECT_EQ(onboarding("art"), "rejected");
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/art", kAda).problem(), "account-rejected");
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/art").status, 202) << "an admin may";
  EXPECT_EQ(onboarding("art"), "calling");
}

TEST_F(AccountRoutes, AreAnsweredTheSameUnderTheSameKey) {
  both_are_held();
  const HeaderList key{{"Idempotency-Key", "one"}};
  const auto first = call("POST", "/api/admin/accounts/ann/adopt", kAdmin, "", key);
  EXPECT_EQ(first.status, 202);
  EXPECT_EQ(call("POST", "/api/admin/accounts/ann/adopt", kAdmin, "", key).body, first.body);
}

TEST_F(AccountRoutes, DecideAboutAllThatAreAlike) {
  both_are_held();
  EXPECT_EQ(decide("adopt").status, 422) << "something has to be the same";
  EXPECT_EQ(decide("adopt", kAdmin, R"({"sameUsername":false})").status, 422);
  EXPECT_EQ(decide("adopt", kAdmin, R"({"same":true})").status, 422);
  const auto none = decide("adopt", kAdmin, R"({"sameEmail":true,"sameUsername":true})");
  EXPECT_EQ(none.json().at("changed"), false) << "nobody's e-mail address is shown";
  EXPECT_EQ(decide("adopt", kAdmin, R"({"sameUsername":true})").status, 202);
  engine_.react_to_everything();
  EXPECT_EQ(onboarding("ann"), "calling");
  EXPECT_EQ(onboarding("art"), "held") << "not alike";
}

TEST_F(AccountRoutes, RejectAllThatAreAlike) {
  both_are_held();
  EXPECT_EQ(decide("reject", kAdmin, R"({"sameUsername":true})").status, 202);
  engine_.react_to_everything();
  EXPECT_EQ(onboarding("ann"), "rejected");
  EXPECT_EQ(onboarding("art"), "held");
}

TEST_F(AccountRoutes, DoNotDecideByWhatWasAlikeBeforeTheFactsChanged) {
  both_are_held();
  put("/api/competitors/ann", R"({"firstName":"Bella"})", kAda);
  EXPECT_EQ(decide("adopt", kAdmin, R"({"sameUsername":true})").json().at("changed"), false);
  EXPECT_EQ(onboarding("ann"), "held");
}

TEST_F(AccountRoutes, AreNotWithdrawnButWhatFailedIs) {
  ask_for("ann");
  ask_for("art");
  coach_is_there();
  is_found("ann", 70, "annabella.zuckermandel");
  settle("competitor-art", "competitor.onboarding_requested.v1", [&](CallId call) {
    return domain::CompetitorCommand{domain::RecordOnboardingOutcome{
        std::move(call), events::CallFailure{"vendor-rejected", 422, "No.", "Correct it.", false}}};
  });
  EXPECT_EQ(onboarding("art"), "failed");
  const auto withdraw = [&](const std::string& who, std::string_view token) {
    return call("DELETE", "/api/game-platform/competitors/" + who, token);
  };
  EXPECT_EQ(withdraw("ann", kAda).problem(), "account-found") << "an admin decides";
  EXPECT_EQ(withdraw("art", kBob).status, 404);
  EXPECT_EQ(withdraw("art", kAda).status, 200);
  EXPECT_EQ(onboarding("art"), "none");
  EXPECT_EQ(withdraw("art", kAda).json().at("changed"), false);
}

TEST_F(AccountRoutes, HoldACoachsAccountLikewise) {
  EXPECT_EQ(call("POST", "/api/game-platform/coaches/bob").status, 202);
  settle("coach-bob", "coach.account_requested.v1", [&](CallId call) {
    return domain::CoachCommand{
        domain::RecordCoachAccountOutcome{std::move(call), account(90, "bob", "approved", false)}};
  });
  EXPECT_EQ(get("/api/coaches/bob", kBob).json().at("status"), "held");
  EXPECT_EQ(held().at("items").at(0).at("holder"), "coach");
  EXPECT_EQ(call("POST", "/api/game-platform/coaches/bob", kBob).problem(), "account-found");
  EXPECT_EQ(decide("bob/adopt").status, 202);
  EXPECT_EQ(get("/api/coaches/bob", kBob).json().at("status"), "calling");
}

TEST_F(AccountRoutes, AreForAdminsAndServicesAloneAndAuditorsLook) {
  both_are_held();
  constexpr std::string_view kAuditor = "dev:auditor:eve";
  EXPECT_EQ(get("/api/admin/accounts", kAuditor).status, 200);
  for (const auto* what : {"ann/adopt", "ann/reject", "adopt", "reject"})
    for (const auto token : {kAda, kBob, kAuditor})
      EXPECT_EQ(decide(what, token, "{}").status, 403) << what << token;
  EXPECT_EQ(get("/api/admin/accounts", kAda).status, 403);
  EXPECT_EQ(get("/api/admin/accounts", "").status, 401);
  EXPECT_EQ(get("/api/admin/accounts", kServiceKey).status, 200);
  EXPECT_EQ(held().at("total"), 2);
}

// Two requests at once, or a look into the log that came too early: the log itself refuses.
TEST_F(AccountRoutes, AnIdIsOneKindsWhoeverWasFaster) {
  CommandRequest request;
  request.id = test_id("ann");
  request.command = domain::CoachCommand{
      domain::RecordCoachFacts{{test_id("ann")}, {"A", "B", "a@example.org"}, {}, {}, {}}};
  request.command_id = {"late"};
  request.who = {"admin", "root"};
  const auto reply = engine_.execute(std::move(request), {});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().type, "id-of-another-kind");
}

}  // namespace
}  // namespace lockstep::http
