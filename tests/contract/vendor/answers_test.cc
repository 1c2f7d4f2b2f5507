// The parsing rules of contract.md (required, nullable, absent, unknown), on answers that the mock
// does not give. Every answer begins as a golden file and is then bent; by the dice in
// odd_answers_test.cc.
#include "adapters/metactf/answers.h"

#include "engine/vendor/calls.h"
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

/// Without the member, with null for it, and with a wrong kind of it.
std::vector<object> bent(const object& good, const Place& place, const std::string& member) {
  std::vector<object> out(3, good);
  place(out[0]).erase(member);
  place(out[1])[member] = nullptr;
  place(out[2])[member] = object{{"of", object{}}};
  return out;
}

/// How many parts of the answer are odd; -1: nothing can be made of it.
template <class Read>
std::int64_t odd_in(const object& answer, Read read) {
  auto parsed = read(serialize(answer));
  return parsed ? vendor::odd_parts(std::move(parsed).value()) : -1;
}
template <class Read>
std::vector<std::int64_t> odd_in(const std::vector<object>& answers, Read read) {
  std::vector<std::int64_t> out;
  for (const auto& answer : answers) out.push_back(odd_in(answer, read));
  return out;
}
using Odd = std::vector<std::int64_t>;

/// Without them nothing can be made of the answer.
template <class Read>
void expect_needed(const object& good, Read read, const std::vector<std::string>& members) {
  ASSERT_EQ(odd_in(good, read), 0);
  for (const auto& member : members) {
    EXPECT_EQ(odd_in(bent(good, whole, member), read), (Odd{-1, -1, -1})) << member;
    EXPECT_EQ(read(serialize(bent(good, whole, member)[0])).error().text, member + " is missing");
  }
}
/// Odd, they cost themselves alone; so does, where they make a row, the row.
template <class Read>
void expect_wanted(const object& good, Read read, const std::vector<std::string>& members,
                   const Place& place = whole) {
  ASSERT_EQ(odd_in(good, read), 0);
  for (const auto& member : members)
    EXPECT_EQ(odd_in(bent(good, place, member), read), (Odd{1, 1, 1})) << member;
}
template <class Read>
void expect_optional(const object& good, Read read, const std::vector<std::string>& members,
                     const Place& place = whole) {
  for (const auto& member : members)
    EXPECT_EQ(odd_in(bent(good, place, member), read), (Odd{0, 0, 1})) << member;
}

const std::vector<std::string> kSolve{
    "challenge_solve_id", "challenge_id",   "challenge_title",   "challenge_points",
    "challenge_category", "timestamp_unix", "challenge_retired", "nist_nice_work_roles"};

TEST(Answers, OfAUserTheIdIsNeededAndTheRestCostsItselfAlone) {
  expect_needed(golden_answer("get_user"), metactf::read_user, {"syned_user_id"});
  expect_wanted(golden_answer("get_user"), metactf::read_user,
                {"metactf_user_id", "metactf_username"});
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

TEST(Answers, OfATeamTheIdIsNeededAndTheRestCostsItselfAlone) {
  expect_needed(golden_answer("create_team"), metactf::read_team, {"syned_team_id"});
  expect_wanted(golden_answer("create_team"), metactf::read_team,
                {"metactf_team_id", "metactf_coach_id", "team_name", "division", "affiliation"});
}

TEST(Answers, ACoachIdOfTheVendorIsAText) {
  auto answer = golden_answer("create_team");
  answer["metactf_coach_id"] = 1001;
  const auto team = metactf::read_team(serialize(answer));
  ASSERT_TRUE(team);
  EXPECT_EQ(team.value().metactf_coach_id, "");
  EXPECT_EQ(team.value().odd, (events::OddMembers{{"metactf_coach_id"}}));
}

TEST(Answers, AssignmentsHaveTheseMembers) {
  const auto one = golden_answer("assign_team");
  expect_needed(one, metactf::read_assignment, {"syned_user_id"});
  expect_optional(one, metactf::read_assignment, {"syned_team_id"});
  const auto list = golden_answer("get_team_assignments");
  expect_needed(list, metactf::read_assignments, {"assignments"});
  expect_wanted(list, metactf::read_assignments, {"total_count"});
  const auto item = [](object& o) -> object& { return o.at("assignments").at(0).as_object(); };
  expect_wanted(list, metactf::read_assignments, {"syned_user_id"}, item);
  expect_optional(list, metactf::read_assignments, {"syned_team_id"}, item);
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

TEST(Answers, ARowOfAListThatCannotBeReadIsSetAsideAlone) {
  const auto list = metactf::read_assignments(
      R"({"assignments":[{"syned_user_id":"u"},{"syned_team_id":"t"},null,)"
      R"({"syned_user_id":"v","syned_team_id":7}],"total_count":4})");
  ASSERT_TRUE(list);
  EXPECT_EQ(list.value().assignments.size(), 1U);
  EXPECT_EQ(list.value().set_aside, 3) << "who is on a team that cannot be read is not on none";
  EXPECT_EQ(list.value().set_aside_why, "syned_user_id is missing");
  EXPECT_TRUE(list.value().is_complete());
  EXPECT_FALSE(list.value().is_whole()) << "it proves who is on it, never who is not";
}

TEST(Answers, AListWithoutACountProvesNoAbsence) {
  const auto list = metactf::read_assignments(R"({"assignments":[]})");
  ASSERT_TRUE(list);
  EXPECT_FALSE(list.value().is_whole());
  EXPECT_EQ(list.value().set_aside_why, "total_count is missing");
  EXPECT_TRUE(
      metactf::read_assignments(R"({"assignments":[],"total_count":0})").value().is_whole());
  EXPECT_FALSE(
      metactf::read_assignments(R"({"assignments":[],"total_count":1})").value().is_complete());
}

TEST(Answers, OdlScoresHaveTheseMembers) {
  expect_wanted(golden_answer("get_odl_scores"), metactf::read_odl_scores,
                {"metactf_user_id", "total_challenges_solved", "total_points",
                 "last_accessed_unix_timestamp", "category_points", "challenge_solves"});
}

TEST(Answers, OdlScoresMayLackTheUsersIdButNotNameItOtherwise) {
  const auto ids = bent(golden_answer("get_odl_scores"), whole, "syned_user_id");
  EXPECT_EQ(metactf::read_odl_scores(serialize(ids[0])).value().syned_user_id, std::nullopt);
  EXPECT_EQ(metactf::read_odl_scores(serialize(ids[1])).value().syned_user_id, std::nullopt);
  EXPECT_EQ(odd_in(ids, metactf::read_odl_scores), (Odd{0, 0, -1}))
      << "about whom it is, nobody knows";
}

TEST(Answers, ASolveHasTheseMembers) {
  const auto solve = [](object& o) -> object& {
    return o.at("challenge_solves").at(1).as_object();
  };
  expect_wanted(golden_answer("get_odl_scores"), metactf::read_odl_scores, kSolve, solve);
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
  expect_needed(good, read, {"syned_user_id"});
  expect_wanted(good, read, {"flash_ctfs"});
  const auto event = [](object& o) -> object& { return o.at("flash_ctfs").at(0).as_object(); };
  expect_wanted(good, read,
                {"flash_ctf_name", "flash_ctf_time_start_unix", "challenges_solved",
                 "challenge_solves", "points_earned", "rank"},
                event);
  expect_optional(good, read, {"max_points_possible"}, event);
  const auto solve = [&](object& o) -> object& {
    return event(o).at("challenge_solves").at(0).as_object();
  };
  expect_wanted(good, read, kSolve, solve);
}

TEST(Answers, NumbersThatAreNoIntegersAreOdd) {
  const auto read = [](const std::string& number) {
    return metactf::read_user(R"({"syned_user_id":"u","metactf_username":"x","metactf_user_id":)" +
                              number + "}")
        .value();
  };
  for (const auto* wrong : {"1.5", "\"1\"", "true", "1e300", "99999999999999999999"})
    EXPECT_EQ(read(wrong).odd, (events::OddMembers{{"metactf_user_id"}})) << wrong;
  EXPECT_EQ(read("100.0").metactf_user_id, MetactfUserId{100}) << "what is meant is plain";
  EXPECT_FALSE(read("1e2").odd);
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
TEST(Answers, ANumberThatTheLogCouldNotHoldIsKeptAsText) {
  for (const auto* number : {"1e999", "-1e999", "[0,{\"deep\":1e309}]"}) {
    const std::string unknown = "\"zz_new\":" + std::string(number) + ",";
    auto text = serialize(golden_answer("get_odl_scores"));
    text.insert(text.find("\"challenge_id\""), unknown);
    const auto scores = metactf::read_odl_scores(text);
    ASSERT_TRUE(scores) << number;
    const auto& first = scores.value().solves.at(0);
    EXPECT_NE(first.raw_text.value_or("").find(unknown), std::string::npos);
    EXPECT_EQ(serialize(first.raw).find("e999"), std::string::npos);
    EXPECT_FALSE(scores.value().solves.at(1).raw_text) << "the others are as they were";
    const auto user = metactf::read_user(serialize(golden_answer("get_user")).insert(1, unknown));
    EXPECT_TRUE(user.value().raw.is_string());
  }
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
