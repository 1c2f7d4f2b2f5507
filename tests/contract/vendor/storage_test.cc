// The mock as a whole on storage that outlives it.
#include <chrono>
#include <cstdio>
#include <thread>

#include "tests/contract/vendor/vendor_fixture.h"
#include "tests/support/postgres_cluster.h"

namespace lockstep::metactf_test {
namespace {

using boost::json::object;
using metactf_mock::MockOptions;
using metactf_mock::MockServer;
using ports::VendorErrc;
using testing_support::PostgresCluster;

MockOptions in_postgres(const std::string& url) {
  MockOptions options;
  options.storage = "postgres";
  options.pg_url = Sealed{url};
  return options;
}

/// The cluster comes before the mock, and goes after it.
class OwnCluster {
 protected:
  PostgresCluster cluster_;
  std::string url_ = cluster_.create_database();
};

class MockInPostgres : private OwnCluster, public VendorTest {
 protected:
  MockInPostgres() : VendorTest(in_postgres(url_)) {}

  void restart(MockOptions options) {
    mock_.reset();
    options.listen.port = 0;
    options.token = kToken;
    auto started = MockServer::start(options);
    ASSERT_TRUE(started) << started.error().detail;
    mock_ = std::move(started).value();
    client_ = client_for(mock_->base_url());
  }
  void restart() { restart(in_postgres(url_)); }
  MockOptions options() { return in_postgres(url_); }
  PostgresCluster& cluster() { return cluster_; }
};

TEST_F(MockInPostgres, ARestartKeepsEverything) {
  make_user(0);
  make_team(0);
  ASSERT_TRUE(client_->assign_team(team_id(0), user_id(0)));
  ASSERT_EQ(admin_post("/activity", object{{"synedUserId", user_id(0)}, {"at", 1793500000}}).status,
            200);
  const auto before = client_->get_odl_scores(user_id(0), {}).value();
  const auto user = client_->get_user(user_id(0)).value();
  restart();
  EXPECT_EQ(mock_->beginning(), "kept dataset baseline in postgres: 2 users, 1 teams");
  EXPECT_EQ(client_->get_user(user_id(0)).value().metactf_user_id, user.metactf_user_id);
  EXPECT_EQ(client_->get_odl_scores(user_id(0), {}).value().totals.challenges_solved,
            before.totals.challenges_solved);
  EXPECT_EQ(client_->get_team_assignments(std::nullopt).value().assignments.size(), 1U);
  make_user(1);
  EXPECT_GT(client_->get_user(user_id(1)).value().metactf_user_id, user.metactf_user_id)
      << "numbers are not given out twice";
}

TEST_F(MockInPostgres, AnotherDatasetIsLoadedAnewAndSaysSo) {
  make_user(0);
  auto other = options();
  other.dataset = "pending-approvals";
  restart(other);
  EXPECT_EQ(mock_->beginning(),
            "loaded dataset pending-approvals in postgres: 0 users, 0 teams; what was there "
            "before (baseline) is gone");
  EXPECT_EQ(client_->get_user(user_id(0)).error().code, VendorErrc::not_found);
}

TEST_F(MockInPostgres, ResetBeginsAnew) {
  make_user(0);
  auto anew = options();
  anew.reset = true;
  restart(anew);
  EXPECT_EQ(client_->get_user(user_id(0)).error().code, VendorErrc::not_found);
}

TEST_F(MockInPostgres, TimesStayWhereTheyWereFirstPut) {
  auto anew = options();
  anew.anchor = metactf_mock::kDatasetAnchor + 500;
  anew.reset = true;
  restart(anew);
  make_user(0);
  const auto before = client_->get_odl_scores(user_id(0), {}).value();
  anew.anchor += 500;
  anew.reset = false;
  restart(anew);
  EXPECT_EQ(client_->get_odl_scores(user_id(0), {}).value().solves.front().solved_at,
            before.solves.front().solved_at);
}

TEST_F(MockInPostgres, WithoutItsDatabaseItAnswers500AndThenGoesOn) {
  make_user(0);
  cluster().stop();
  EXPECT_EQ(client_->get_user(user_id(0)).error().code, VendorErrc::server);
  EXPECT_EQ(client_->create_user(user_payload(people().competitors.at(1))).error().code,
            VendorErrc::server);
  EXPECT_EQ(admin_get("/state").status, 500);
  EXPECT_NE(mock_->summary_line().find("nothing to be had in postgres"), std::string::npos);
  EXPECT_TRUE(mock_->state().contains("detail"));
  cluster().start();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!client_->get_user(user_id(0))) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "it never connects again";
    std::this_thread::yield();
  }
  EXPECT_EQ(client_->get_user(user_id(1)).error().code, VendorErrc::not_found);
  EXPECT_EQ(times_made(user_id(1)), 0);
}

TEST(MockStorage, ThatIsNotThereIsAClearError) {
  auto options = in_postgres("postgresql://127.0.0.1:1/nothing");
  options.listen.port = 0;
  EXPECT_EQ(MockServer::start(options).error().type, "mock-database-unreachable");
  options.pg_url = {};
  EXPECT_EQ(MockServer::start(options).error().type, "mock-database-url-missing");
  options.storage = "paper";
  EXPECT_EQ(MockServer::start(options).error().type, "mock-storage-unknown");
}

class LargeMock : public testing::TestWithParam<std::string> {
 protected:
  MockOptions options() {
    MockOptions out;
    out.listen.port = 0;
    out.dataset = "large";
    out.dataset_size = 5000;
    out.storage = GetParam();
    if (GetParam() == "postgres")
      out.pg_url = Sealed{testing_support::shared_cluster().create_database()};
    return out;
  }
};

TEST_P(LargeMock, IsLoadedSoonAndItsPeopleHaveScores) {
  const auto started = std::chrono::steady_clock::now();
  const auto mock = MockServer::start(options()).value();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  std::printf("  large, 5000 competitors in %s: %.2f s\n", GetParam().c_str(), took.count());
  EXPECT_LT(took.count(), 30) << "100,000 are to take less than 60 s";
  const auto state = mock->state();
  EXPECT_GT(state.at("counts").at("users").to_number<int>(), 5150);
  EXPECT_GT(state.at("counts").at("teams").to_number<int>(), 700);
  EXPECT_GT(state.at("counts").at("assignments").to_number<int>(), 4000);
  const auto client = client_for(mock->base_url());
  int solves = 0;
  for (const auto& user : state.at("users").as_array()) {
    if (user.at("role") != "user" || user.at("status") != "approved") continue;
    const auto scores =
        client->get_odl_scores(std::string(user.at("synedUserId").as_string()), std::nullopt);
    ASSERT_TRUE(scores) << scores.error().message;
    solves += static_cast<int>(scores.value().solves.size());
    if (solves > 200) break;
  }
  EXPECT_GT(solves, 200);
}

INSTANTIATE_TEST_SUITE_P(Storages, LargeMock, testing::Values("memory", "postgres"),
                         [](const auto& storage) { return storage.param; });

}  // namespace
}  // namespace lockstep::metactf_test
