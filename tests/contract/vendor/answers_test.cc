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

/// Where the object to bend stands in an answer.
using Place = std::function<object&(object&)>;
object& whole(object& answer) {
  return answer;
}

/// Takes the member away, makes it null and makes it a wrong kind: a required one may be neither,
/// an optional one absent or null. `prefix` is what a message calls the place.
template <class Read>
void expect_member(const object& good, Read read, const Place& place, const std::string& prefix,
                   const std::string& member, bool required) {
  const auto says = [&](const auto& bend) {
    auto bent = good;
    bend(place(bent));
    const auto parsed = read(serialize(bent));
    return parsed ? std::string("fine") : parsed.error().text;
  };
  EXPECT_EQ(says([&](object& o) { o.erase(member); }),
            required ? prefix + member + " is missing" : "fine");
  EXPECT_EQ(says([&](object& o) { o[member] = nullptr; }) == "fine", !required) << member;
  EXPECT_NE(says([&](object& o) { o[member] = object{{"of", object{}}}; }), "fine") << member;
}

template <class Read>
void expect_required(const object& good, Read read, const std::vector<std::string>& members,
                     const Place& place = whole, const std::string& prefix = "") {
  ASSERT_TRUE(read(serialize(good)));
  for (const auto& member : members) expect_member(good, read, place, prefix, member, true);
}
template <class Read>
void expect_optional(const object& good, Read read, const std::vector<std::string>& members,
                     const Place& place = whole, const std::string& prefix = "") {
  for (const auto& member : members) expect_member(good, read, place, prefix, member, false);
}

const std::vector<std::string> kSolve{
    "challenge_solve_id", "challenge_id",   "challenge_title",   "challenge_points",
    "challenge_category", "timestamp_unix", "challenge_retired", "nist_nice_work_roles"};

TEST(Answers, AUserHasTheseRequiredMembers) {
  expect_required(golden_answer("get_user"), metactf::read_user,
                  {"metactf_user_id", "metactf_username", "syned_user_id"});
}

TEST(Answers, AUserHasTheseOptionalMembers) {
  expect_optional(golden_answer("get_user"), metactf::read_user,
                  {"metactf_user_status", "last_login_unix_timestamp"});
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

// lessons.md: unknown fields are kept and counted. In every answer.
TEST(Answers, AnUnknownFieldOfAUserIsCountedAndTheAnswerKept) {
  auto answer = golden_answer("get_user");
  EXPECT_EQ(metactf::read_user(serialize(answer)).value().unknown_fields, 0);
  EXPECT_TRUE(metactf::read_user(serialize(answer)).value().raw.is_null());
  answer["field_from_the_future"] = object{{"deep", true}};
  const auto user = metactf::read_user(serialize(answer));
  ASSERT_TRUE(user);
  EXPECT_EQ(user.value().unknown_fields, 1);
  EXPECT_EQ(user.value().raw, boost::json::value(answer));
  answer["field_from_the_future"] = std::string(1U << 20U, 'x');
  const auto large = metactf::read_user(serialize(answer)).value();
  EXPECT_EQ(large.unknown_fields, 1);
  EXPECT_TRUE(large.raw.is_null());
}

TEST(Answers, UnknownFieldsOfATeamAndOfAssignmentsAreCounted) {
  auto team = golden_answer("create_team");
  team["colour"] = "red";
  EXPECT_EQ(metactf::read_team(serialize(team)).value().unknown_fields, 1);
  auto assignment = golden_answer("assign_team");
  assignment["since"] = 5;
  EXPECT_EQ(metactf::read_assignment(serialize(assignment)).value().unknown_fields, 1);
  auto list = golden_answer("get_team_assignments");
  list["page"] = 1;
  for (auto& item : list.at("assignments").as_array()) item.as_object()["since"] = 5;
  EXPECT_EQ(metactf::read_assignments(serialize(list)).value().unknown_fields,
            1 + static_cast<std::int64_t>(list.at("assignments").as_array().size()));
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

TEST(Answers, AssignmentsHaveTheseMembers) {
  const auto one = golden_answer("assign_team");
  expect_required(one, metactf::read_assignment, {"syned_user_id"});
  expect_optional(one, metactf::read_assignment, {"syned_team_id"});
  const auto list = golden_answer("get_team_assignments");
  expect_required(list, metactf::read_assignments, {"assignments", "total_count"});
  const auto item = [](object& o) -> object& { return o.at("assignments").at(0).as_object(); };
  expect_required(list, metactf::read_assignments, {"syned_user_id"}, item, "assignments[0].");
  expect_optional(list, metactf::read_assignments, {"syned_team_id"}, item, "assignments[0].");
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

TEST(Answers, OdlScoresHaveTheseOptionalMembers) {
  expect_optional(golden_answer("get_odl_scores"), metactf::read_odl_scores, {"syned_user_id"});
}

TEST(Answers, OdlScoresMayLackTheUsersId) {
  auto answer = golden_answer("get_odl_scores");
  answer["syned_user_id"] = nullptr;
  EXPECT_EQ(metactf::read_odl_scores(serialize(answer)).value().syned_user_id, std::nullopt);
  answer.erase("syned_user_id");
  EXPECT_TRUE(metactf::read_odl_scores(serialize(answer)));
}

TEST(Answers, ASolveHasTheseRequiredMembers) {
  const auto solve = [](object& o) -> object& {
    return o.at("challenge_solves").at(1).as_object();
  };
  expect_required(golden_answer("get_odl_scores"), metactf::read_odl_scores, kSolve, solve,
                  "challenge_solves[1].");
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

TEST(Answers, FlashProgressHasTheseMembers) {
  const auto good = golden_answer("get_flash_ctf_progress");
  const auto read = metactf::read_flash_progress;
  expect_required(good, read, {"syned_user_id", "flash_ctfs"});
  const auto event = [](object& o) -> object& { return o.at("flash_ctfs").at(0).as_object(); };
  expect_required(good, read,
                  {"flash_ctf_name", "flash_ctf_time_start_unix", "challenges_solved",
                   "challenge_solves", "points_earned", "rank"},
                  event, "flash_ctfs[0].");
  expect_optional(good, read, {"max_points_possible"}, event, "flash_ctfs[0].");
  const auto solve = [&](object& o) -> object& {
    return event(o).at("challenge_solves").at(0).as_object();
  };
  expect_required(good, read, kSolve, solve, "flash_ctfs[0].challenge_solves[0].");
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
}

TEST(Answers, NestingIsBoundedWhereverItIs) {
  const auto deep = std::string(100000, '[');
  EXPECT_FALSE(metactf::read_user(deep));
  EXPECT_FALSE(metactf::read_anything(deep));
  EXPECT_FALSE(metactf::read_user(
      R"({"metactf_user_id":1,"metactf_username":"x","syned_user_id":"u","more":)" +
      std::string(1000, '[') + std::string(1000, ']') + "}"));
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

TEST(Answers, AUuidIsTheSameInAnyCaseAndAStrangersIdIsNot) {
  const std::string ours = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
  std::string named = "AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE";
  RawServer server{[&](const std::string&, const Send& send) {
    send(http_answer(200,
                     R"({"syned_user_id":")" + named + R"(","syned_team_id":")" + named + R"("})"));
  }};
  const auto client = client_for(server.base_url());
  const auto found = client->assign_team(ours, ours);
  ASSERT_TRUE(found);
  EXPECT_EQ(found.value().syned_user_id, ours);
  EXPECT_EQ(found.value().syned_team_id, ours);
  named = "AB-C1";
  EXPECT_TRUE(client->assign_team("AB-C1", "AB-C1"));
  EXPECT_FALSE(client->assign_team("AB-C1", "ab-c1"));
}

TEST(Answers, AssignmentsNameOursInOneForm) {
  const auto list = metactf::read_assignments(
      R"({"assignments":[{"syned_user_id":"AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE",)"
      R"("syned_team_id":null},{"syned_user_id":"Stranger","syned_team_id":"T-1"}],)"
      R"("total_count":2})");
  ASSERT_TRUE(list);
  EXPECT_EQ(list.value().assignments.at(0).syned_user_id, "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee");
  EXPECT_EQ(list.value().assignments.at(1).syned_user_id, "Stranger");
  EXPECT_EQ(list.value().assignments.at(1).syned_team_id, "T-1");
}

// Kept as it came, it would be an event that nobody can read: infinity is no JSON.
TEST(Answers, WithANumberThatTheLogCouldNotHoldAreRefused) {
  for (const auto* number : {"1e999", "-1e999", "[0,{\"deep\":1e309}]"}) {
    const std::string unknown = "\"zz_new\":" + std::string(number) + ",";
    auto text = serialize(golden_answer("get_odl_scores"));
    text.insert(text.find("\"challenge_id\""), unknown);
    const auto scores = metactf::read_odl_scores(text);
    ASSERT_FALSE(scores) << number;
    EXPECT_EQ(scores.error().text, "it has a number that is too large");
    EXPECT_FALSE(metactf::read_user(serialize(golden_answer("get_user")).insert(1, unknown)));
  }
  EXPECT_TRUE(
      metactf::read_user(serialize(golden_answer("get_user")).insert(1, "\"zz_new\":1e308,")));
}

TEST(Answers, AnySuccessStatusIsASuccess) {
  for (const int status : {200, 201, 202}) {
    RawServer server{[&](const std::string&, const Send& send) {
      send(http_answer(status, R"({"syned_user_id":"u","syned_team_id":"t"})"));
    }};
    EXPECT_TRUE(client_for(server.base_url())->assign_team("t", "u")) << status;
  }
}

TEST(Answers, ASuccessWithNothingInItIsEnoughWhereTheAnswerIsFree) {
  for (const auto* status : {"200 OK", "201 Created", "202 Accepted", "204 No Content"}) {
    RawServer server{[&](const std::string&, const Send& send) {
      send("HTTP/1.1 " + std::string(status) +
           "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }};
    const auto client = client_for(server.base_url());
    EXPECT_TRUE(client->ping()) << status;
    EXPECT_TRUE(client->delete_team("t")) << status;
    EXPECT_TRUE(client->send_password_reset_email("u")) << status;
    EXPECT_EQ(client->get_user("u").error().code, ports::VendorErrc::malformed) << status;
  }
}

}  // namespace
}  // namespace lockstep::metactf_test
