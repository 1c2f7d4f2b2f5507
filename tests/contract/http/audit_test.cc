// What went to the vendor about whom, and why somebody is as he is: for those who may know it.
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

class Audit : public HttpTest {
 protected:
  Audit() { seed(); }
};

TEST_F(Audit, ShowsACoachWhatWasSentAboutHisOwnAndNobodyElse) {
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

TEST_F(Audit, ExplainsACompetitorToHisCoachAndNobodyElse) {
  const auto reply = get("/api/competitors/ann/explain", kAda);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json().at("facts").at(0).at("code"), "status-compliance");
  EXPECT_EQ(get("/api/competitors/ann/explain", kBob).status, 404);
  const auto before = engine_.log().head().position;
  get("/api/competitors/ann/explain", kAda);
  EXPECT_EQ(engine_.log().head().position, before);
}

}  // namespace
}  // namespace lockstep::http
