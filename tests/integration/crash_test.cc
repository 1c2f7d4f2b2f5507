// kill -9 at any moment: no acknowledged command is missing, none counts twice, what was open at
// the vendor is finished, and nothing there was made twice.
#include <atomic>
#include <iostream>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "adapters/metactf_mock/mock_server.h"
#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

constexpr int kCrashes = 50;
constexpr int kClients = 4;
constexpr int kTeams = 4;
constexpr int kNewPerRound = 8;

struct Acknowledged {
  std::string path;
  std::string key;
  boost::json::object body;  ///< Empty = a POST.
  std::string answer;
};

/// What clients were told is done. Any thread.
struct Ledger {
  std::mutex mutex;
  std::vector<Acknowledged> all;
  std::set<std::string> competitors;
  void add(Acknowledged one) {
    const std::lock_guard lock{mutex};
    all.push_back(std::move(one));
  }
};

Answer send(ApiClient& api, const Acknowledged& one) {
  return one.body.empty() ? api.post(one.path, one.key) : api.put(one.path, one.body, one.key);
}

void tell(ApiClient& api, Ledger& ledger, Acknowledged one) {
  const auto answer = send(api, one);
  if (answer.status < 200 || answer.status >= 300) return;
  one.answer = answer.body;
  ledger.add(std::move(one));
}

void one_client(int port, int round, int number, const std::atomic<bool>& stop, Ledger& ledger) {
  ApiClient api{port};
  // A few new competitors each round, then moves between teams until the end: load without growth.
  for (int i = 0; !stop; ++i) {
    const auto id = "kid-" + std::to_string(round) + "-" + std::to_string(number) + "-" +
                    std::to_string(i % kNewPerRound);
    if (i < kNewPerRound) {
      {
        const std::lock_guard lock{ledger.mutex};
        ledger.competitors.insert(id);
      }
      tell(api, ledger, {"/api/competitors/" + id, "a" + id, competitor_body("coach-1", id), ""});
      tell(api, ledger, {"/api/game-platform/competitors/" + id, "b" + id, {}, ""});
    }
    if (i % 7 == 0)
      (void)api.put("/api/teams/team-" + std::to_string(i % kTeams) + "/members/" + id, {});
  }
}

void load_until_killed(EngineProcess& engine, int round, std::mt19937& dice, Ledger& ledger) {
  std::atomic<bool> stop{false};
  std::vector<std::jthread> clients;
  for (int i = 0; i < kClients; ++i)
    clients.emplace_back([&, i] { one_client(engine.port(), round, i, stop, ledger); });
  std::this_thread::sleep_for(
      std::chrono::milliseconds{std::uniform_int_distribution<int>(20, 300)(dice)});
  engine.kill_hard();
  stop = true;
}

// A repeated key gets the first answer, byte for byte: so the command is there, and there once.
void expect_all_remembered(int port, Ledger& ledger, std::size_t from) {
  ApiClient api{port};
  for (auto i = from; i < ledger.all.size(); ++i) {
    const auto again = send(api, ledger.all[i]);
    ASSERT_EQ(again.body, ledger.all[i].answer) << ledger.all[i].path << " after the crash";
  }
}

void set_up_teams(int port) {
  ApiClient api{port};
  ASSERT_EQ(api.put("/api/coaches/coach-1", coach_body()).status, 200);
  for (int i = 0; i < kTeams; ++i) {
    const auto name = "team-" + std::to_string(i);
    ASSERT_EQ(api.put("/api/teams/" + name, team_body("coach-1", name)).status, 200);
  }
}

// Every competitor that exists and is wanted at the vendor is there, created by one POST that took.
void expect_vendor_as_wanted(const metactf_mock::MockServer& mock, int port,
                             const std::set<std::string>& competitors) {
  ApiClient api{port};
  for (const auto& id : competitors) {
    if (api.get("/api/competitors/" + id).status != 200) continue;
    EXPECT_EQ(api.post("/api/game-platform/competitors/" + id).status, 202) << id;
  }
  EXPECT_TRUE(eventually(180, [&] {
    const auto summary = api.get("/api/game-platform/dashboard").json();
    const auto* statuses = summary.if_contains("competitors");
    if (statuses == nullptr) return false;
    const auto text = boost::json::serialize(*statuses);
    return text.find("\"compliance\":0") != std::string::npos ||
           text.find("\"compliance\"") == std::string::npos;
  })) << api.get("/api/game-platform/dashboard").body;
  const auto state = mock.state();
  for (const auto& made : state.at("usersMade").as_object())
    EXPECT_EQ(made.value().at("created").to_number<int>(), 1) << made.key();
}

TEST(Crash, NothingAcknowledgedIsLostOrDoubledByFiftyKills) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 dice{seed};
  const auto mock = start_mock();
  const testing_support::TempDir dir;
  EngineProcess engine{{.data_dir = dir.path() / "data",
                        .vendor_url = mock->base_url(),
                        .database_url = "",
                        .flags = {"--vendor-requests-per-second", "1000",
                                  "--vendor-start-requests-per-second", "1000"}}};
  engine.start();
  set_up_teams(engine.port());
  Ledger ledger;
  for (int round = 0; round < kCrashes; ++round) {
    SCOPED_TRACE("crash " + std::to_string(round));
    const auto before = ledger.all.size();
    load_until_killed(engine, round, dice, ledger);
    const auto verified = run_lockstep({"verify", "--data-dir", (dir.path() / "data").string()});
    ASSERT_EQ(verified.exit_code, 0) << verified.err;
    engine.start();
    expect_all_remembered(engine.port(), ledger, before);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(ledger.all.size(), 100U) << "the load was no load";
  RecordProperty("acknowledged", static_cast<int>(ledger.all.size()));
  std::cout << ledger.all.size() << " acknowledged commands, " << kCrashes << " kills\n";
  expect_vendor_as_wanted(*mock, engine.port(), ledger.competitors);
  EXPECT_EQ(engine.stop(), 0);
}

}  // namespace
}  // namespace lockstep::integration
