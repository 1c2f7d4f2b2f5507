// A vendor that answers anything, and kill -9 in between: when it answers rightly again, it has
// what is desired within a minute, or each difference is named; and nobody's data went out again
// and again.
#include <atomic>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <httplib.h>

#include "adapters/metactf_mock/mock_server.h"
#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_id.h"

namespace lockstep::integration {
namespace {

using boost::json::object;

constexpr int kClients = 4;
constexpr int kNewPerClient = 2;
constexpr int kTeams = 4;
constexpr int kMostSends = 4;  // docs/vendor.md, "How often it is sent".

// More of them at night: WILD_ROUNDS=60.
int rounds() {
  const char* wanted = std::getenv("WILD_ROUNDS");
  return wanted == nullptr ? 6 : std::atoi(wanted);
}

std::string team(int number) {
  return "team-" + std::to_string(number);
}
std::string kid(int round, int client, int number) {
  return "k" + std::to_string(round) + "-" + std::to_string(client) + "-" + std::to_string(number);
}
bool is_text(const boost::json::value* value) {
  return value != nullptr && value->is_string() && !value->get_string().empty();
}

class WildVendor : public testing::Test {
 protected:
  void SetUp() override {
    engine_.start();
    ApiClient api{engine_.port()};
    ASSERT_EQ(api.put("/api/coaches/coach-1", coach_body()).status, 200);
    for (int i = 0; i < kTeams; ++i)
      ASSERT_EQ(api.put("/api/teams/" + team(i), team_body("coach-1", team(i))).status, 200);
  }
  void set_faults(const object& faults) {
    httplib::Client client{"127.0.0.1", mock_->port()};
    const auto answer =
        client.Post("/__admin/faults", boost::json::serialize(faults), "application/json");
    ASSERT_TRUE(answer && answer->status == 200) << (answer ? answer->body : "no answer");
  }
  void anything_goes() {
    set_faults({{"anyAnswerRate", 0.4},
                {"malformedRate", 0.1},
                {"truncateRate", 0.1},
                {"cutRate", 0.1},
                {"seed", dice_()}});
  }
  // New ones are recorded, added and put on a team; who is there moves about.
  void one_client(int round, int number, const std::atomic<bool>& stop) {
    ApiClient api{engine_.port()};
    for (int i = 0; !stop; ++i) {
      const auto id = kid(round, number, i % kNewPerClient);
      if (i < kNewPerClient) {
        (void)api.put("/api/competitors/" + id, competitor_body("coach-1", id));
        (void)api.post("/api/game-platform/competitors/" + id);
      }
      const auto to = "/api/teams/" + team((i + number) % kTeams) + "/members/" + id;
      (void)(i % 5 == 4 ? api.del(to) : api.put(to, {}));
    }
  }
  void load_until_killed(int round) {
    std::atomic<bool> stop{false};
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i) clients.emplace_back([&, i] { one_client(round, i, stop); });
    std::this_thread::sleep_for(
        std::chrono::milliseconds{std::uniform_int_distribution<int>(100, 900)(dice_)});
    engine_.kill_hard();
    stop = true;
  }
  static bool has_fact(const object& explanation, const std::string& code) {
    for (const auto& fact : explanation.at("facts").as_array())
      if (fact.at("code").as_string() == code && is_text(fact.as_object().if_contains("remedy")))
        return true;
    return false;
  }
  /// Of one competitor: what differs at the vendor, and nobody says what to do about it. Empty: all
  /// is well.
  std::string unnamed(ApiClient& api, const std::string& id, const object* there) {
    const auto answer = api.get("/api/competitors/" + id);
    if (answer.status == 404) return "";  // Its command was never acknowledged.
    const auto state = answer.json();
    const auto why = api.get("/api/competitors/" + id + "/explain").json();
    const auto onboarding = std::string(state.at("onboarding").as_string());
    if (onboarding == "none") return there == nullptr ? "" : "is there and was never wanted";
    if (onboarding != "done") {
      for (const auto* code : {"onboarding-failed", "coach-account-failed", "coach-not-approved"})
        if (has_fact(why, code)) return "";
      return "is " + onboarding;
    }
    if (there == nullptr) return "is believed to be there";
    const auto& wanted = state.at("teamId");
    const auto& has = there->at("synedTeamId");
    if (wanted == has) return "";
    for (const auto* code : {"team-failed", "team-leaving", "removal-held", "removal-rejected"})
      if (has_fact(why, code)) return "";
    if (wanted.is_string() && team_is_named(api, std::string(wanted.as_string()))) return "";
    return "is to be on " + boost::json::serialize(wanted) + " and is on " +
           boost::json::serialize(has);
  }
  static bool team_is_named(ApiClient& api, const std::string& id) {
    const auto row = api.get("/api/teams/" + id).json();
    const auto* platform = row.if_contains("gamePlatform");
    const auto* error = platform == nullptr ? nullptr : platform->as_object().if_contains("error");
    return error != nullptr && error->is_object() &&
           is_text(error->as_object().if_contains("remedy"));
  }
  std::vector<std::string> unnamed_differences(int round_count) {
    const auto state = mock_->state();
    std::map<std::string, const object*> users;
    for (const auto& user : state.at("users").as_array())
      users[std::string(user.at("synedUserId").as_string())] = &user.as_object();
    ApiClient api{engine_.port()};
    std::vector<std::string> out;
    for (int round = 0; round < round_count; ++round)
      for (int client = 0; client < kClients; ++client)
        for (int number = 0; number < kNewPerClient; ++number) {
          const auto id = kid(round, client, number);
          const auto found = users.find(testing_support::test_id(id));
          const auto* there = found == users.end() ? nullptr : found->second;
          if (auto what = unnamed(api, id, there); !what.empty()) out.push_back(id + " " + what);
        }
    return out;
  }

  std::mt19937 dice_{std::random_device{}()};
  std::unique_ptr<metactf_mock::MockServer> mock_ = start_mock();
  testing_support::TempDir dir_;
  EngineProcess engine_{{.data_dir = dir_.path() / "data",
                         .vendor_url = mock_->base_url(),
                         .database_url = "",
                         .flags = {"--vendor-requests-per-second", "500",
                                   "--vendor-start-requests-per-second", "500"}}};
};

TEST_F(WildVendor, EndsAsDesiredOrEachDifferenceIsNamedAfterKills) {
  for (int round = 0; round < rounds(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    anything_goes();
    load_until_killed(round);
    engine_.start();
    if (HasFatalFailure()) return;
  }
  set_faults({});
  std::vector<std::string> left;
  EXPECT_TRUE(eventually(60,
                         [&] {
                           left = unnamed_differences(rounds());
                           return left.empty();
                         }))
      << left.size() << " of them, the first: " << left.front();
  const auto state = mock_->state();
  std::size_t made = 0;
  for (const auto& user : state.at("usersMade").as_object()) {
    EXPECT_LE(user.value().at("created").to_number<int>(), 1) << user.key();
    EXPECT_LE(user.value().at("posts").to_number<int>(), kMostSends) << user.key();
    ++made;
  }
  EXPECT_GT(made, 1U) << "the load was no load";
  EXPECT_EQ(engine_.stop(), 0);
}

}  // namespace
}  // namespace lockstep::integration
