// The dataset of a dashboard's own people: whatever of its tables is there.
#include <gtest/gtest.h>

#include "adapters/metactf_mock/dashboard_ids.h"
#include "adapters/metactf_mock/in_process.h"
#include "tests/support/postgres_cluster.h"

namespace lockstep::metactf_test {
namespace {

using metactf_mock::AssignmentRecord;
using metactf_mock::InProcessMock;
using metactf_mock::MockOptions;
using metactf_mock::read_dashboard;
using metactf_mock::Records;
using testing_support::shared_cluster;

std::vector<std::string> ids_of(const Records& records, const std::string& role) {
  std::vector<std::string> out;
  for (const auto& user : records.users)
    if (user.role == role) out.push_back(user.syned_user_id);
  return out;
}

class DashboardTest : public testing::Test {
 protected:
  void sql(const std::string& text) { shared_cluster().sql(url_, text); }
  Records read() { return read_dashboard(url_, 5).value(); }
  std::string url_ = shared_cluster().create_database();
};

TEST_F(DashboardTest, WhoIsOnThePlatformIsThereAtOnce) {
  sql("CREATE TABLE competitors (id text PRIMARY KEY, coach_id text, first_name text, "
      "game_platform_id text);"
      "CREATE TABLE teams (id text, coach_id text, division text, game_platform_id text);"
      "CREATE TABLE coaches (id text, game_platform_id text);"
      "CREATE TABLE team_memberships (competitor_id text, team_id text);"
      "INSERT INTO competitors VALUES ('k1', 'c1', 'Zebulon', 'k1'), ('k2', 'c1', 'Y', NULL), "
      "('k3', 'c2', 'X', 'k3');"
      "INSERT INTO teams VALUES ('t1', 'c1', 'college', 't1'), ('t2', 'c1', 'college', NULL);"
      "INSERT INTO coaches VALUES ('c3', 'c3'), ('c4', NULL);"
      "INSERT INTO team_memberships VALUES ('k1', 't1'), ('k2', 't1'), ('k3', 't2')");
  const auto records = read();
  EXPECT_EQ(ids_of(records, "user"), (std::vector<std::string>{"k1", "k3"}));
  EXPECT_EQ(ids_of(records, "coach"), (std::vector<std::string>{"c1", "c2", "c3"}));
  ASSERT_EQ(records.teams.size(), 1U);
  EXPECT_EQ(records.teams.front().division, "college");
  EXPECT_EQ(records.assignments, (std::vector{AssignmentRecord{"k1", "t1"}}));
  for (const auto& user : records.users)
    EXPECT_EQ(user.metactf_username.find("Zebulon"), std::string::npos) << "no names are read";
}

TEST_F(DashboardTest, IdsAloneAreEnough) {
  sql("CREATE TABLE competitors (id uuid PRIMARY KEY);"
      "INSERT INTO competitors VALUES ('42d2f47f-c965-4ddb-8071-f601a1d0194d')");
  EXPECT_EQ(ids_of(read(), "user"),
            std::vector<std::string>{"42d2f47f-c965-4ddb-8071-f601a1d0194d"});
  EXPECT_TRUE(ids_of(read(), "coach").empty());
}

TEST_F(DashboardTest, ScoresAreMadeUpAsInLarge) {
  sql("CREATE TABLE competitors (id text PRIMARY KEY, coach_id text);"
      "INSERT INTO competitors SELECT 'k' || n, 'c' FROM generate_series(1, 50) n");
  MockOptions options;
  options.dataset = "from-postgres";
  options.database_url = url_;
  const auto mock = InProcessMock::make(options).value();
  int with_solves = 0;
  for (int i = 1; i <= 50; ++i) {
    const auto reply = mock->handle(
        {"GET", "/scores/get_odl_scores", {{"syned_user_id", "k" + std::to_string(i)}}, "", "any"},
        {});
    if (reply.status() == 403) continue;  // Some wait for the vendor's approval.
    ASSERT_EQ(reply.status(), 200) << reply.body_as_sent;
    with_solves += reply.answer->body.at("total_challenges_solved").as_int64() > 0 ? 1 : 0;
  }
  EXPECT_GT(with_solves, 25);
}

TEST_F(DashboardTest, WhatIsMissingIsAClearError) {
  EXPECT_EQ(read_dashboard(url_, 5).error().type, "dashboard-without-competitors");
  EXPECT_EQ(read_dashboard("", 5).error().type, "dashboard-url-missing");
  const auto nowhere = read_dashboard("postgresql://u:hunter22@127.0.0.1:1/x", 5).error();
  EXPECT_EQ(nowhere.code, Errc::unavailable);
  EXPECT_EQ((nowhere.detail + nowhere.remedy).find("hunter22"), std::string::npos);
  MockOptions options;
  options.dataset = "from-postgres";
  EXPECT_EQ(InProcessMock::make(options).error().type, "dashboard-url-missing");
}

}  // namespace
}  // namespace lockstep::metactf_test
