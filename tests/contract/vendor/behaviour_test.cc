// Each answer that the contract leaves open, switched at runtime; and what shows when.
#include <gtest/gtest.h>

#include "adapters/metactf_mock/behaviour_options.h"
#include "tests/contract/vendor/mock_in_process.h"

namespace lockstep::metactf_test {
namespace {

using boost::json::object;
using metactf_mock::Behaviour;
using metactf_mock::behaviour_options;

class BehaviourTest : public MockInProcess {
 protected:
  void be(const object& behaviour) {
    const auto answer = admin("POST", "/behaviour", behaviour);
    ASSERT_EQ(answer.status, 200) << boost::json::serialize(answer.body);
  }
};

TEST_F(BehaviourTest, EveryOptionIsShownAndSwitchedByItsName) {
  const auto shown = admin("GET", "/behaviour").body.as_object();
  EXPECT_EQ(shown.size(), behaviour_options().size());
  EXPECT_EQ(shown.at("onRepeat"), "same");
  EXPECT_EQ(shown.at("totalsFiltered"), false);
  EXPECT_EQ(shown.at("lateSeconds"), 0);
  be({{"onRepeat", "second-record"}, {"totalsFiltered", true}, {"lateSeconds", 90}});
  const auto changed = admin("GET", "/behaviour").body.as_object();
  EXPECT_EQ(changed.at("onRepeat"), "second-record");
  EXPECT_EQ(changed.at("totalsFiltered"), true);
  EXPECT_EQ(changed.at("lateSeconds"), 90);
  EXPECT_EQ(changed.at("onReassign"), "move") << "what is not named stays";
}

TEST_F(BehaviourTest, ItStaysThroughResetAndSeed) {
  be({{"onReassign", "conflict"}});
  EXPECT_EQ(admin("POST", "/reset").status, 200);
  EXPECT_EQ(admin("POST", "/seed", object{{"dataset", "sync-errors"}}).status, 200);
  EXPECT_EQ(admin("GET", "/behaviour").body.at("onReassign"), "conflict");
}

TEST_F(BehaviourTest, WhatMakesNoSenseIsRefusedAndChangesNothing) {
  for (const auto* body :
       {R"({"onRepeats":"same"})", R"({"onRepeat":"sometimes"})", R"({"totalsFiltered":1})",
        R"({"lateSeconds":-1})", R"({"lateSeconds":"soon"})", R"([])", "{",
        R"({"onReassign":"conflict","onRepeat":"x"})"})
    EXPECT_EQ(admin_text("POST", "/behaviour", body).status, 422) << body;
  EXPECT_EQ(admin("GET", "/behaviour").body, metactf_mock::behaviour_json(Behaviour{}));
}

TEST_F(BehaviourTest, EveryValueOfEveryOptionCanBeGivenAsText) {
  for (const auto& option : behaviour_options())
    for (const auto value : option.values) {
      Behaviour behaviour;
      EXPECT_TRUE(set_option(behaviour, option, value)) << option.name;
      EXPECT_EQ(option.shown(behaviour), value);
    }
}

TEST_F(BehaviourTest, ASecondPostIsTheSame) {
  make_coach("c1");
  const auto first = make_user("u1", "c1", "first");
  EXPECT_EQ(make_user("u1", "c1", "second").body_as_sent, first.body_as_sent);
}

TEST_F(BehaviourTest, ASecondPostUpdates) {
  be({{"onRepeat", "update"}});
  make_coach("c1");
  const auto first = make_user("u1", "c1", "first").answer->body;
  const auto second = make_user("u1", "c1", "second").answer->body;
  EXPECT_EQ(second.at("metactf_user_id"), first.at("metactf_user_id"));
  EXPECT_EQ(second.at("metactf_username"), "second");
  EXPECT_EQ(get("/users", "u1").answer->body, second);
  const auto team = make_team("t1", "c1", "college").answer->body;
  const auto changed = make_team("t1", "c1", "high_school").answer->body;
  EXPECT_EQ(changed.at("metactf_team_id"), team.at("metactf_team_id"));
  EXPECT_EQ(changed.at("division"), "high_school");
}

TEST_F(BehaviourTest, ASecondPostIsAConflict) {
  be({{"onRepeat", "conflict"}});
  make_coach("c1");
  EXPECT_EQ(make_coach("c1").status(), 409);
  EXPECT_EQ(make_team("t1", "c1", "college").status(), 201);
  EXPECT_EQ(make_team("t1", "c1", "college").status(), 409);
}

TEST_F(BehaviourTest, ASecondPostIsASecondRecord) {
  be({{"onRepeat", "second-record"}});
  make_coach("c1");
  const auto first = make_user("u1", "c1", "a").answer->body;
  const auto second = make_user("u1", "c1", "a").answer->body;
  EXPECT_NE(second.at("metactf_user_id"), first.at("metactf_user_id"));
  const auto state = admin("GET", "/state").body;
  EXPECT_EQ(state.at("usersMade").at("u1").at("created"), 2);
}

TEST_F(BehaviourTest, TheUsernameOfAnotherIsTakenOrAConflict) {
  make_coach("c1");
  EXPECT_EQ(make_user("u1", "c1", "a").status(), 201);
  EXPECT_EQ(make_user("u2", "c1", "a").status(), 201);
  be({{"uniqueUsernames", true}});
  const auto refused = make_user("u3", "c1", "A");
  EXPECT_EQ(refused.status(), 409);
  EXPECT_EQ(make_user("u1", "c1", "a").status(), 201) << "its own";
  EXPECT_EQ(make_user("u3", "c1", "b").status(), 201);
}

TEST_F(BehaviourTest, AnAssignmentThatIsNotThereIsTakenAwayOrNotFound) {
  make_coach("c1");
  make_user("u1", "c1", "a");
  const object body{{"syned_user_id", "u1"}};
  EXPECT_EQ(post("/users/delete_assignment", body).status(), 404);
  be({{"onAbsentAssignment", "ok"}});
  EXPECT_EQ(post("/users/delete_assignment", body).status(), 200);
}

TEST_F(BehaviourTest, LateSolvesShowOnlyWhenTheyHaveArrived) {
  be({{"lateSeconds", 600}});
  make_coach("c1");
  make_user("u1", "c1", "a");
  const auto solved = now_unix();
  const object activity{{"synedUserId", "u1"}, {"at", solved}};
  ASSERT_EQ(admin("POST", "/activity", activity).status, 200);
  const object flash{
      {"synedUserId", "u1"}, {"at", solved}, {"feed", "flash"}, {"event", "Some CTF"}};
  ASSERT_EQ(admin("POST", "/activity", flash).status, 200);
  const auto solves = [&] {
    const auto odl = get("/scores/get_odl_scores", "u1").answer->body;
    const auto ctf = get("/scores/get_flash_ctf_progress", "u1").answer->body;
    EXPECT_EQ(odl.at("challenge_solves").as_array().size(), odl.at("total_challenges_solved"));
    return odl.at("total_challenges_solved").as_int64() +
           ctf.at("flash_ctfs").at(0).at("challenges_solved").to_number<std::int64_t>();
  };
  EXPECT_EQ(solves(), 0);
  pass(std::chrono::seconds{599});
  EXPECT_EQ(solves(), 0);
  pass(std::chrono::seconds{1});
  EXPECT_EQ(solves(), 2);
}

}  // namespace
}  // namespace lockstep::metactf_test
