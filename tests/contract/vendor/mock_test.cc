// The mock itself: its admin routes, and the behaviours that the contract leaves open.
#include <httplib.h>

#include "events/codec.h"
#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

using boost::json::object;
using metactf_mock::Behaviour;
using metactf_mock::MockOptions;
using metactf_mock::MockServer;
using ports::VendorErrc;

MockOptions behaving(Behaviour behaviour) {
  MockOptions options;
  options.behaviour = behaviour;
  return options;
}

class Mock : public VendorTest {
 protected:
  /// The body of an answer of the vendor's routes, as it came.
  boost::json::value raw_get(const std::string& target) {
    httplib::Client http{"127.0.0.1", mock_->port()};
    http.set_bearer_token_auth(kToken);
    const auto answer = http.Get("/integrations/syned/v1" + target);
    return answer ? boost::json::parse(answer->body) : boost::json::value{};
  }
  boost::json::value raw_post(const std::string& target, const boost::json::value& body) {
    httplib::Client http{"127.0.0.1", mock_->port()};
    http.set_bearer_token_auth(kToken);
    const auto answer = http.Post("/integrations/syned/v1" + target, boost::json::serialize(body),
                                  "application/json");
    return answer ? boost::json::parse(answer->body) : boost::json::value{};
  }
};

TEST_F(Mock, AnswersAreAsTheContractHasThem) {
  const auto& wilhelmina = people().competitors.at(0);
  expect_golden("answers/index", raw_get("/"));
  make_coach(0);
  expect_golden("answers/create_user",
                raw_post("/users", events::to_json(user_payload(wilhelmina))));
  expect_golden("answers/get_user", raw_get("/users?syned_user_id=" + wilhelmina.id));
  expect_golden("answers/create_team",
                raw_post("/teams", events::to_json(team_payload(people().teams.at(0)))));
  const object assignment{{"syned_team_id", team_id(0)}, {"syned_user_id", wilhelmina.id}};
  expect_golden("answers/assign_team", raw_post("/users/assign_team", assignment));
  expect_golden("answers/get_team_assignments", raw_get("/users/get_team_assignments"));
  expect_golden("answers/delete_assignment",
                raw_post("/users/delete_assignment", object{{"syned_user_id", wilhelmina.id}}));
  expect_golden("answers/get_odl_scores",
                raw_get("/scores/get_odl_scores?syned_user_id=" + wilhelmina.id));
  expect_golden("answers/get_flash_ctf_progress",
                raw_get("/scores/get_flash_ctf_progress?syned_user_id=" + wilhelmina.id));
  expect_golden("answers/rejection", raw_post("/users", object{{"role", "admin"}, {"email", 7}}));
  expect_golden("answers/not_found", raw_get("/users?syned_user_id=nobody"));
  expect_golden("answers/missing_query", raw_get("/users"));
}

TEST_F(Mock, AnUnknownRouteAndAWrongMethodAreToldApart) {
  httplib::Client http{"127.0.0.1", mock_->port()};
  EXPECT_EQ(http.Get("/integrations/syned/v1/nothing")->status, 404);
  EXPECT_EQ(http.Get("/integrations/syned/v1/teams/delete")->status, 405);
  EXPECT_EQ(http.Get("/integrations/syned/v1/users?syned_user_id=x")->status, 401);
}

TEST_F(Mock, TheTraceHasNoPersonalDataAndNoSecrets) {
  make_user(0);
  set_faults(object{{"cutRate", 1}});
  EXPECT_FALSE(client_->get_user(user_id(0)));
  const auto trace = admin_get("/requests").body;
  ASSERT_EQ(trace.as_array().size(), 3U);
  const auto& create = trace.at(1);
  EXPECT_EQ(create.at("method"), "POST");
  EXPECT_EQ(create.at("path"), "/users");
  EXPECT_EQ(create.at("status"), 201);
  EXPECT_EQ(create.at("synedUserId").as_string(), user_id(0));
  EXPECT_EQ(trace.at(2).at("status"), 0) << "no answer was given";
  EXPECT_EQ(trace.at(2).at("query").as_string(), "syned_user_id=" + user_id(0));
  const auto text = boost::json::serialize(trace) + boost::json::serialize(mock_->state());
  expect_nothing_personal(text);
  EXPECT_EQ(text.find(kToken), std::string::npos);
}

TEST_F(Mock, ResetForgetsEverything) {
  make_user(0);
  set_faults(object{{"errorRate", 1}});
  EXPECT_EQ(admin_post("/reset", object{}).status, 200);
  EXPECT_EQ(mock_->state().at("counts").at("users"), 0);
  EXPECT_TRUE(admin_get("/requests").body.as_array().empty());
  EXPECT_TRUE(admin_get("/faults").body.as_object().empty());
  EXPECT_TRUE(client_->ping());
}

TEST_F(Mock, APostWithoutABodyIsAnsweredAtOnce) {
  make_user(0);
  const auto answer = answer_to(
      mock_->port(), "POST /__admin/reset HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
  EXPECT_EQ(mock_->state().at("counts").at("users"), 0);
}

TEST_F(Mock, AnotherDatasetIsSeeded) {
  const auto list = admin_get("/datasets").body;
  EXPECT_EQ(list.at("current"), "baseline");
  EXPECT_EQ(list.at("datasets").as_array().size(), metactf_mock::dataset_list().size());
  EXPECT_EQ(admin_post("/seed", object{{"dataset", "pending-approvals"}}).status, 200);
  EXPECT_EQ(raw_get("/").at("dataset"), "pending-approvals");
  EXPECT_EQ(admin_post("/seed", object{{"dataset", "nothing"}}).status, 404);
}

TEST_F(Mock, ActivityShowsAsNewSolves) {
  make_user(6);
  const auto added = admin_post(
      "/activity", object{{"synedUserId", user_id(6)}, {"solves", 3}, {"at", 1793500000}});
  ASSERT_EQ(added.status, 200) << boost::json::serialize(added.body);
  const auto scores = client_->get_odl_scores(user_id(6), std::nullopt).value();
  ASSERT_EQ(scores.solves.size(), 3U);
  EXPECT_EQ(scores.solves.back().solved_at.value, 1793500000);
  EXPECT_EQ(scores.last_accessed_at.value, 1793500000);
}

TEST_F(Mock, FlashActivityRegistersAndSolves) {
  make_user(6);
  const object register_only{{"synedUserId", user_id(6)},
                             {"feed", "flash"},
                             {"solves", 0},
                             {"event", "Flash CTF - October 2026"},
                             {"at", 1793500000}};
  ASSERT_EQ(admin_post("/activity", register_only).status, 200);
  const auto progress = client_->get_flash_ctf_progress(user_id(6)).value();
  ASSERT_EQ(progress.events.size(), 1U);
  EXPECT_EQ(progress.events.front().challenges_solved, 0);
}

TEST_F(Mock, ActivityThatMakesNoSenseIsRefused) {
  EXPECT_EQ(admin_post("/activity", object{{"synedUserId", "nobody"}}).status, 404);
  EXPECT_EQ(admin_post("/activity", object{{"synedUserId", user_id(0)}, {"feed", "ctf"}}).status,
            422);
  EXPECT_EQ(admin_post("/activity", object{{"synedUserId", user_id(0)}, {"feed", "flash"}}).status,
            422);
  EXPECT_EQ(admin_post("/activity", object{}).status, 422);
}

TEST_F(Mock, TheVendorCanChangeItsMind) {
  make_user(0);
  ASSERT_EQ(admin_post("/status", object{{"synedUserId", user_id(0)}, {"status", "denied"}}).status,
            200);
  EXPECT_EQ(client_->get_user(user_id(0)).value().metactf_user_status, "denied");
  const auto scores = client_->get_odl_scores(user_id(0), std::nullopt);
  ASSERT_FALSE(scores);
  EXPECT_EQ(scores.error().code, VendorErrc::forbidden);
}

TEST_F(Mock, AnAccountThatWaitsBlocksItsCompetitorsAndTeams) {
  ASSERT_EQ(admin_post("/seed", object{{"dataset", "pending-approvals"}}).status, 200);
  make_coach(1);
  EXPECT_EQ(client_->get_user(people().coaches.at(1).id).value().metactf_user_status,
            "pending_approval");
  EXPECT_EQ(client_->create_user(user_payload(people().competitors.at(8))).error().code,
            VendorErrc::forbidden);
  EXPECT_EQ(client_->create_team(team_payload(people().teams.at(2))).error().code,
            VendorErrc::forbidden);
}

TEST_F(Mock, SomeSyncsFailEachInItsWay) {
  ASSERT_EQ(admin_post("/seed", object{{"dataset", "sync-errors"}}).status, 200);
  for (const std::size_t index : {0U, 1U, 2U, 4U, 5U}) make_user(index);
  EXPECT_EQ(client_->get_odl_scores(user_id(0), {}).error().code, VendorErrc::server);
  EXPECT_TRUE(client_->get_odl_scores(user_id(1), {}));
  EXPECT_EQ(client_->get_flash_ctf_progress(user_id(1)).error().code, VendorErrc::server);
  EXPECT_EQ(client_->get_odl_scores(user_id(2), {}).error().code, VendorErrc::not_found);
  const auto incomplete = client_->get_odl_scores(user_id(4), {});
  ASSERT_TRUE(incomplete);
  EXPECT_EQ(incomplete.value().set_aside.count, 1) << "total_points is missing";
  EXPECT_EQ(client_->get_odl_scores(user_id(5), {}).error().code, VendorErrc::forbidden);
}

TEST_F(Mock, SaysInOneLineHowItIs) {
  make_user(0);
  EXPECT_NE(mock_->summary_line().find(", 2 users, 0 teams, 0 assignments in memory, no faults"),
            std::string::npos);
  EXPECT_TRUE(mock_->summary_line().starts_with("2 requests, ")) << mock_->summary_line();
  set_faults(object{{"errorRate", 0.5}});
  EXPECT_NE(mock_->summary_line().find("errorRate"), std::string::npos);
}

TEST_F(Mock, APortInUseIsAClearError) {
  MockOptions options;
  options.listen.port = mock_->port();
  const auto second = MockServer::start(options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::unavailable);
  EXPECT_NE(second.error().detail.find(std::to_string(mock_->port())), std::string::npos);
}

TEST(MockOptionsTest, AnUnknownDatasetIsAClearError) {
  MockOptions options;
  options.dataset = "nothing";
  const auto mock = MockServer::start(options);
  ASSERT_FALSE(mock);
  EXPECT_EQ(mock.error().type, "mock-dataset-unknown");
}

class MockThatConflicts : public VendorTest {
 protected:
  MockThatConflicts()
      : VendorTest(behaving({.on_repeat = metactf_mock::OnRepeat::conflict,
                             .on_reassign = metactf_mock::OnReassign::conflict,
                             .after_time_inclusive = true,
                             .totals_filtered = true,
                             .omit_status_on_create = true,
                             .offers_password_reset = false})) {}
};

TEST_F(MockThatConflicts, ASecondPostIsAConflict) {
  make_coach(0);
  const auto again = client_->create_user(coach_payload(people().coaches.at(0)));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, VendorErrc::conflict);
}

TEST_F(MockThatConflicts, AssigningFromAnotherTeamIsAConflict) {
  ASSERT_TRUE(client_->create_user(coach_payload(people().coaches.at(0))));
  ASSERT_TRUE(client_->create_user(user_payload(people().competitors.at(0))));
  ASSERT_TRUE(client_->create_team(team_payload(people().teams.at(0))));
  ASSERT_TRUE(client_->create_team(team_payload(people().teams.at(1))));
  ASSERT_TRUE(client_->assign_team(team_id(0), user_id(0)));
  EXPECT_TRUE(client_->assign_team(team_id(0), user_id(0)));
  const auto moved = client_->assign_team(team_id(1), user_id(0));
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, VendorErrc::conflict);
}

TEST_F(MockThatConflicts, TheBoundaryIsInsideAndTotalsAreFiltered) {
  make_user(0);
  const auto all = client_->get_odl_scores(user_id(0), std::nullopt).value();
  const auto later = client_->get_odl_scores(user_id(0), all.solves.at(9).solved_at).value();
  EXPECT_EQ(later.solves.size(), 5U);
  EXPECT_EQ(later.totals.challenges_solved, 5);
}

TEST_F(MockThatConflicts, ACreatedUserMayHaveNoStatusYet) {
  const auto made = client_->create_user(coach_payload(people().coaches.at(0)));
  ASSERT_TRUE(made);
  EXPECT_EQ(made.value().metactf_user_status, std::nullopt);
  EXPECT_EQ(client_->send_password_reset_email(people().coaches.at(0).id).error().code,
            VendorErrc::not_found);
}

class MockLater : public VendorTest {
 protected:
  static MockOptions later() {
    MockOptions options;
    options.anchor = metactf_mock::kDatasetAnchor + 1000;
    return options;
  }
  MockLater() : VendorTest(later()) {}
};

TEST_F(MockLater, EveryTimeOfTheDatasetMovesWithTheAnchor) {
  make_user(0);
  const auto& person = people().persons.at(2);
  const auto scores = client_->get_odl_scores(user_id(0), std::nullopt).value();
  EXPECT_EQ(scores.solves.front().solved_at.value, person.odl.front().at + 1000);
  EXPECT_EQ(scores.last_accessed_at.value, person.last_accessed + 1000);
  const auto flash = client_->get_flash_ctf_progress(user_id(0)).value();
  EXPECT_EQ(flash.events.front().started_at.value, person.flash.front().start + 1000);
}

}  // namespace
}  // namespace lockstep::metactf_test
