// The parsing rules of contract.md (required, nullable, absent, unknown), on answers that the mock
// does not give. Every answer begins as a golden file and is then bent.
#include "adapters/metactf/answers.h"

#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

using boost::json::object;
using boost::json::serialize;

object golden_answer(const std::string& call) {
  return read_golden("answers/" + call).as_object();
}

/// Takes each member away in turn: `read` must say which one is missing.
template <class Read>
void expect_required(const object& whole, Read read, const std::vector<std::string>& members) {
  ASSERT_TRUE(read(serialize(whole)));
  for (const auto& member : members) {
    auto bent = whole;
    ASSERT_TRUE(bent.erase(member)) << member;
    const auto parsed = read(serialize(bent));
    ASSERT_FALSE(parsed) << member;
    EXPECT_EQ(parsed.error().text, member + " is missing");
    bent[member] = object{{"of", "a wrong kind"}};
    EXPECT_FALSE(read(serialize(bent))) << member;
    bent[member] = nullptr;
    EXPECT_FALSE(read(serialize(bent))) << member;
  }
}

TEST(Answers, AUserHasTheseRequiredMembers) {
  expect_required(golden_answer("get_user"), metactf::read_user,
                  {"metactf_user_id", "metactf_username", "syned_user_id"});
}

TEST(Answers, AUserMayLackStatusAndLogin) {
  auto answer = golden_answer("get_user");
  answer.erase("metactf_user_status");
  answer.erase("last_login_unix_timestamp");
  const auto user = metactf::read_user(serialize(answer));
  ASSERT_TRUE(user);
  EXPECT_EQ(user.value().metactf_user_status, std::nullopt);
  EXPECT_EQ(user.value().last_login_at, std::nullopt);
}

TEST(Answers, AStatusNobodyHasHeardOfIsKeptVerbatim) {
  auto answer = golden_answer("get_user");
  answer["metactf_user_status"] = "Awaiting Guardian!";
  EXPECT_EQ(metactf::read_user(serialize(answer)).value().metactf_user_status,
            "Awaiting Guardian!");
}

TEST(Answers, AnUnknownFieldOfAUserChangesNothing) {
  auto answer = golden_answer("get_user");
  answer["field_from_the_future"] = object{{"deep", true}};
  EXPECT_TRUE(metactf::read_user(serialize(answer)));
}

TEST(Answers, ATeamHasTheseRequiredMembers) {
  expect_required(golden_answer("create_team"), metactf::read_team,
                  {"metactf_team_id", "metactf_coach_id", "syned_team_id", "team_name", "division",
                   "affiliation"});
}

TEST(Answers, ACoachIdOfTheVendorIsAText) {
  auto answer = golden_answer("create_team");
  answer["metactf_coach_id"] = 1001;
  const auto team = metactf::read_team(serialize(answer));
  ASSERT_FALSE(team);
  EXPECT_EQ(team.error().text, "metactf_coach_id is not a text");
}

TEST(Answers, AnAssignmentMayLackItsTeamOrHaveNone) {
  EXPECT_EQ(metactf::read_assignment(R"({"syned_user_id":"u"})").value().syned_team_id,
            std::nullopt);
  EXPECT_EQ(metactf::read_assignment(R"({"syned_user_id":"u","syned_team_id":null})")
                .value()
                .syned_team_id,
            std::nullopt);
  EXPECT_FALSE(metactf::read_assignment(R"({"syned_team_id":"t"})"));
}

TEST(Answers, AListOfAssignmentsNamesTheItemThatIsWrong) {
  const auto list = metactf::read_assignments(
      R"({"assignments":[{"syned_user_id":"u"},{"syned_team_id":"t"}],"total_count":2})");
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().text, "assignments[1].syned_user_id is missing");
  EXPECT_FALSE(metactf::read_assignments(R"({"assignments":[]})"));
}

TEST(Answers, OdlScoresHaveTheseRequiredMembers) {
  expect_required(golden_answer("get_odl_scores"), metactf::read_odl_scores,
                  {"metactf_user_id", "total_challenges_solved", "total_points",
                   "last_accessed_unix_timestamp", "category_points", "challenge_solves"});
}

TEST(Answers, OdlScoresMayLackTheUsersId) {
  auto answer = golden_answer("get_odl_scores");
  answer["syned_user_id"] = nullptr;
  EXPECT_EQ(metactf::read_odl_scores(serialize(answer)).value().syned_user_id, std::nullopt);
  answer.erase("syned_user_id");
  EXPECT_TRUE(metactf::read_odl_scores(serialize(answer)));
}

TEST(Answers, ASolveHasTheseRequiredMembers) {
  const auto whole = golden_answer("get_odl_scores");
  for (const auto* member :
       {"challenge_solve_id", "challenge_id", "challenge_title", "challenge_points",
        "challenge_category", "timestamp_unix", "challenge_retired", "nist_nice_work_roles"}) {
    auto bent = whole;
    bent.at("challenge_solves").at(1).as_object().erase(member);
    const auto scores = metactf::read_odl_scores(serialize(bent));
    ASSERT_FALSE(scores) << member;
    EXPECT_EQ(scores.error().text, "challenge_solves[1]." + std::string(member) + " is missing");
  }
}

// lessons.md: a validator stripped a field it did not know; zero solves, no error.
TEST(Answers, UnknownFieldsOfSolvesAreKeptAndCounted) {
  auto answer = golden_answer("get_odl_scores");
  answer["one"] = 1;
  auto& solve = answer.at("challenge_solves").at(0).as_object();
  solve["two"] = object{{"nested", 2}};
  const auto scores = metactf::read_odl_scores(serialize(answer));
  ASSERT_TRUE(scores);
  EXPECT_EQ(scores.value().unknown_fields, 2);
  EXPECT_EQ(scores.value().solves.at(0).raw, boost::json::value(solve));
  EXPECT_EQ(scores.value().solves.size(), answer.at("challenge_solves").as_array().size());
}

TEST(Answers, UnknownFieldsOfFlashEventsAreKeptAndCounted) {
  auto answer = golden_answer("get_flash_ctf_progress");
  auto& event = answer.at("flash_ctfs").at(0).as_object();
  event["flash_ctf_time_end_unix"] = 7;
  event.at("challenge_solves").at(0).as_object()["hint_used"] = false;
  const auto progress = metactf::read_flash_progress(serialize(answer));
  ASSERT_TRUE(progress);
  EXPECT_EQ(progress.value().unknown_fields, 2);
  EXPECT_EQ(progress.value().events.at(0).raw.at("flash_ctf_time_end_unix"), 7);
  EXPECT_EQ(progress.value().solves.at(0).raw.at("hint_used"), false);
}

TEST(Answers, FlashEventsHaveTheseRequiredMembers) {
  const auto whole = golden_answer("get_flash_ctf_progress");
  for (const auto* member : {"flash_ctf_name", "flash_ctf_time_start_unix", "challenges_solved",
                             "challenge_solves", "points_earned", "rank"}) {
    auto bent = whole;
    bent.at("flash_ctfs").at(2).as_object().erase(member);
    const auto progress = metactf::read_flash_progress(serialize(bent));
    ASSERT_FALSE(progress) << member;
    EXPECT_EQ(progress.error().text, "flash_ctfs[2]." + std::string(member) + " is missing");
  }
}

TEST(Answers, NumbersThatAreNoIntegersAreRefused) {
  for (const auto* wrong : {"1.5", "\"1\"", "true", "1e300", "99999999999999999999"}) {
    auto text = R"({"syned_user_id":"u","metactf_username":"x","metactf_user_id":)" +
                std::string(wrong) + "}";
    EXPECT_FALSE(metactf::read_user(text)) << wrong;
  }
}

TEST(Answers, WhatIsNoJsonOrNoObjectIsRefused) {
  for (const auto* body : {"", "<html>", "[]", "null", "{\"a\":", "\"text\"", "\xff\xfe"})
    EXPECT_FALSE(metactf::read_user(body)) << body;
  const auto deep = std::string(100000, '[');
  EXPECT_FALSE(metactf::read_user(deep));
}

TEST(Answers, FreeJsonMayBeAnythingButBroken) {
  EXPECT_TRUE(metactf::read_anything(""));
  EXPECT_TRUE(metactf::read_anything("{}"));
  EXPECT_TRUE(metactf::read_anything("null"));
  EXPECT_FALSE(metactf::read_anything("<html>"));
}

TEST(Answers, AnAnswerAboutSomebodyElseIsMalformed) {
  RawServer server{[](const std::string&, const Send& send) {
    send(http_answer(200, serialize(golden_answer("get_odl_scores"))));
  }};
  const auto scores = client_for(server.base_url())->get_odl_scores("another-id", std::nullopt);
  ASSERT_FALSE(scores);
  EXPECT_EQ(scores.error().code, ports::VendorErrc::malformed);
}

TEST(Answers, AnIdInAnotherCaseIsTheSame) {
  RawServer server{[](const std::string&, const Send& send) {
    send(http_answer(200, R"({"syned_user_id":"AB-C1","syned_team_id":"t"})"));
  }};
  EXPECT_TRUE(client_for(server.base_url())->assign_team("t", "ab-c1"));
}

TEST(Answers, AnySuccessStatusIsASuccess) {
  for (const int status : {200, 201, 202}) {
    RawServer server{[&](const std::string&, const Send& send) {
      send(http_answer(status, R"({"syned_user_id":"u","syned_team_id":"t"})"));
    }};
    EXPECT_TRUE(client_for(server.base_url())->assign_team("t", "u")) << status;
  }
  RawServer server{[](const std::string&, const Send& send) {
    send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
  }};
  EXPECT_TRUE(client_for(server.base_url())->delete_team("t"));
}

}  // namespace
}  // namespace lockstep::metactf_test
