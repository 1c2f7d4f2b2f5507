// A service that asks on behalf of somebody: with their rights and limits, and the audit names
// both.
#include "tests/contract/http/fixture.h"
#include "tests/support/test_id.h"

namespace lockstep::http {
namespace {

constexpr std::string_view kDashboard = "dev:service:dashboard";

class Behalf : public HttpTest {
 protected:
  Behalf() { seed(); }
  Reply ask(std::string_view method, std::string_view target, const std::string& behalf,
            std::string_view body = "", std::string_view token = kDashboard) const {
    return call(method, target, token, body, {{"On-Behalf-Of", behalf}});
  }
  static std::string coach(const std::string& word) {
    return "coach:" + testing_support::test_id(word);
  }
  boost::json::object newest_event(std::string_view target) const {
    const auto items = get(target).json().at("items").as_array();
    return items.back().as_object();
  }
};

TEST_F(Behalf, HasTheRightsOfThatPerson) {
  EXPECT_EQ(ask("GET", "/api/competitors/ann", coach("ada")).status, 200);
  EXPECT_EQ(ask("GET", "/api/competitors/ann", coach("bob")).status, 404);
  EXPECT_EQ(ask("PUT", "/api/competitors/ann", coach("bob"), R"({"firstName":"Mine"})").status, 422)
      << "as if there were nobody";
  EXPECT_EQ(ask("GET", "/api/competitors", coach("bob")).json().at("total"), 1);
  EXPECT_EQ(ask("GET", "/api/admin/sync/usage", coach("ada")).status, 403)
      << "which a service may ask for itself";
  EXPECT_EQ(ask("GET", "/api/competitors", "admin:root").json().at("total"), 3);
}

TEST_F(Behalf, IsNamedBesideThemInTheAudit) {
  EXPECT_EQ(ask("PUT", "/api/competitors/ann", coach("ada"), R"({"firstName":"Annie"})").status,
            200);
  auto event = newest_event("/api/competitors/ann/history");
  EXPECT_EQ(event.at("who").at("role"), "coach");
  EXPECT_EQ(event.at("who").at("id"), "ada");
  EXPECT_EQ(event.at("through"), "service:dashboard");
  EXPECT_FALSE(get("/api/competitors/ann/history", kAda)
                   .json()
                   .at("items")
                   .as_array()
                   .back()
                   .as_object()
                   .contains("through"));
  EXPECT_EQ(put("/api/competitors/ann", R"({"firstName":"Ann"})").status, 200);
  EXPECT_TRUE(newest_event("/api/competitors/ann/history").at("through").is_null());
}

TEST_F(Behalf, MayStillSayWhatOnlyAServiceMaySay) {
  const auto* const incomplete = R"({"complianceComplete":false})";
  EXPECT_EQ(put("/api/competitors/ann", incomplete, kAda).problem(), "not-yours-to-say");
  EXPECT_EQ(ask("PUT", "/api/competitors/ann", coach("ada"), incomplete).status, 200);
}

TEST_F(Behalf, HasTheLimitsOfThatPerson) {
  ServerOptions options;
  options.per_coach = {.refill = 2, .burst = 2, .per = std::chrono::minutes{1}};
  start(options);
  const auto* const target = "/api/game-platform/competitors/ann";
  EXPECT_EQ(ask("POST", target, coach("ada")).status, 202);
  EXPECT_EQ(ask("POST", target, coach("ada")).status, 202);
  EXPECT_EQ(ask("POST", target, coach("ada")).status, 429);
  EXPECT_EQ(call("POST", target, kAda).status, 429) << "it is the same person";
  EXPECT_EQ(call("POST", target, kDashboard).status, 202);
}

// The same key of two people is two commands, whoever brings them.
TEST_F(Behalf, OneKeyOfTwoPeopleIsTwoCommands) {
  const HeaderList one{{"On-Behalf-Of", coach("ada")}, {"Idempotency-Key", "k"}};
  const HeaderList other{{"On-Behalf-Of", "admin:root"}, {"Idempotency-Key", "k"}};
  const auto first = call("PUT", "/api/competitors/ann", kDashboard, R"({"firstName":"A1"})", one);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(call("PUT", "/api/competitors/ann", kDashboard, R"({"firstName":"A2"})", other).status,
            200);
}

TEST_F(Behalf, IsForServicesAlone) {
  for (const auto token : {kAdmin, kAda, std::string_view("dev:auditor:eve")}) {
    const auto reply = ask("GET", "/api/competitors", coach("ada"), "", token);
    EXPECT_EQ(reply.status, 403) << token;
    EXPECT_EQ(reply.problem(), "on-behalf-for-services") << token;
  }
  EXPECT_EQ(ask("GET", "/api/competitors", coach("ada"), "", "").status, 401);
  EXPECT_EQ(ask("GET", "/livez", "nobody", "", "").status, 200) << "nobody is asked who they are";
}

TEST_F(Behalf, IsOfACoachOrAnAdmin) {
  for (const auto* behalf :
       {"", "coach", "coach:", "coach:ada:x", "coach:not-a-uuid", "admin:", "admin:a b",
        "service:cron", "auditor:eve", "system:process",
        "Coach:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "coach:00000000-0000-0000-0000-000000000000",
        "coach:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed, admin:root"}) {
    const auto reply = ask("GET", "/api/competitors", behalf);
    EXPECT_EQ(reply.status, 400) << behalf;
    EXPECT_EQ(reply.problem(), "on-behalf-malformed") << behalf;
  }
}

}  // namespace
}  // namespace lockstep::http
