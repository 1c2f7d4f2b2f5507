// A coach's team names: none is had twice, none is kept for nobody, whenever the process dies; and
// changes of one team by many at a time all count.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/metactf_mock/mock_server.h"
#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

constexpr int kClients = 4;

// More of them at night: NAME_RACE_ROUNDS=200.
int rounds() {
  const char* wanted = std::getenv("NAME_RACE_ROUNDS");
  return wanted == nullptr ? 12 : std::atoi(wanted);
}

std::string name_of(int round) {
  return "Falcons " + std::to_string(round);
}

class TeamNames : public testing::Test {
 protected:
  void SetUp() override {
    engine_.start();
    ASSERT_EQ(ApiClient{engine_.port()}.put("/api/coaches/coach-1", coach_body()).status, 200);
  }
  // Each client asks for the same name, as it likes to write it, for a team of its own.
  void race_until_killed(int round) {
    const std::array written{name_of(round), "FALCONS " + std::to_string(round),
                             "falcons  " + std::to_string(round), name_of(round) + " "};
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i)
      clients.emplace_back([&, i] {
        ApiClient{engine_.port()}.put(team_path(round, i),
                                      team_body("coach-1", written[static_cast<std::size_t>(i)]));
      });
    std::this_thread::sleep_for(
        std::chrono::microseconds{std::uniform_int_distribution<int>(500, 25'000)(dice_)});
    engine_.kill_hard();
  }
  static std::string team_path(int round, int client) {
    return "/api/teams/t" + std::to_string(round) + "-" + std::to_string(client);
  }
  // The clients whose teams are there.
  std::vector<int> owners(int round) {
    ApiClient api{engine_.port()};
    std::vector<int> out;
    for (int i = 0; i < kClients; ++i)
      if (const auto answer = api.get(team_path(round, i));
          answer.status == 200 && answer.json()["status"] == "active")
        out.push_back(i);
    return out;
  }
  [[nodiscard]] int put_free(int round) {
    return ApiClient{engine_.port()}
        .put("/api/teams/f" + std::to_string(round), team_body("coach-1", name_of(round)))
        .status;
  }

  // All at once; the statuses that they were answered.
  std::vector<int> put_at_once(const std::string& path, const std::string& name,
                               const std::string& header, const std::string& value) {
    std::vector<int> got(8);
    std::vector<std::jthread> clients;
    for (std::size_t i = 0; i < got.size(); ++i)
      clients.emplace_back([&, i] {
        ApiClient api{engine_.port()};
        api.send_always(header, value);
        got[i] = api.put(path, team_body("coach-1", name + " " + std::to_string(i))).status;
      });
    clients.clear();
    std::ranges::sort(got);
    return got;
  }

  std::unique_ptr<metactf_mock::MockServer> mock_ = start_mock();
  testing_support::TempDir dir_;
  EngineProcess engine_{{.data_dir = dir_.path() / "data",
                         .vendor_url = mock_->base_url(),
                         .database_url = "",
                         .flags = {}}};
  unsigned seed_ = std::random_device{}();
  std::mt19937 dice_{seed_};
};

TEST_F(TeamNames, AreNeverHadTwiceNorKeptForNobodyAcrossKills) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  int taken = 0;
  for (int round = 0; round < rounds(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    race_until_killed(round);
    engine_.start();
    const bool settled = eventually(20, [&] {
      if (!owners(round).empty()) return true;
      return put_free(round) == 200;
    });
    ASSERT_TRUE(settled) << "the name is kept for nobody";
    // What was going on when it died has had its time now.
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    const auto have = owners(round);
    ASSERT_LE(have.size(), 1U) << "a name had twice";
    if (have.empty()) continue;
    ++taken;
    ASSERT_NE(put_free(round), 200) << "a name had twice";
    ASSERT_EQ(ApiClient{engine_.port()}.del(team_path(round, have.front())).status, 200);
    ASSERT_EQ(put_free(round), 200) << "free as soon as the deletion is answered";
  }
  RecordProperty("taken", taken);
  EXPECT_EQ(engine_.stop(), 0);
}

// The engine's own process walks the same steps, and is faster at times.
TEST_F(TeamNames, ANameThatIsHadIsAnsweredAsTakenEachTime) {
  ApiClient api{engine_.port()};
  ASSERT_EQ(api.put("/api/teams/had", team_body("coach-1", "Had")).status, 200);
  ASSERT_EQ(api.put("/api/teams/other", team_body("coach-1", "Other")).status, 200);
  for (int i = 0; i < 150; ++i) {
    const auto created = api.put("/api/teams/n" + std::to_string(i), team_body("coach-1", "HAD"));
    ASSERT_EQ(created.status, 409) << created.body;
    ASSERT_NE(created.body.find("team-name-taken"), std::string::npos) << created.body;
    ASSERT_EQ(api.put("/api/teams/other", {{"name", "had"}}).status, 409);
  }
  EXPECT_EQ(engine_.stop(), 0);
}

TEST_F(TeamNames, ANewTeamThatTwoCoachesAskForIsOfOneAndTheOtherKeepsNoName) {
  ASSERT_EQ(ApiClient{engine_.port()}.put("/api/coaches/coach-2", coach_body()).status, 200);
  for (int round = 0; round < 20; ++round) {
    const auto number = std::to_string(round);
    std::array<int, 2> got{};
    {
      std::vector<std::jthread> coaches;
      for (std::size_t i = 0; i < got.size(); ++i)
        coaches.emplace_back([&, i] {
          const auto coach = "coach-" + std::to_string(i + 1);
          got[i] = ApiClient{engine_.port()}
                       .put("/api/teams/b" + number, team_body(coach, coach + number))
                       .status;
        });
    }
    ASSERT_EQ(std::ranges::count(got, 200), 1) << got[0] << ' ' << got[1];
    const auto loser = got[0] == 200 ? "coach-2" : "coach-1";
    EXPECT_TRUE(eventually(5, [&] {
      return ApiClient{engine_.port()}
                 .put("/api/teams/l" + number, team_body(loser, loser + number))
                 .status == 200;
    })) << "the name is kept for nobody";
  }
  EXPECT_EQ(engine_.stop(), 0);
}

// Another name takes several commands; what was required holds over all of them.
TEST_F(TeamNames, OfManyWhoRequireTheSameOneIsFirstAndTheOthersAreToldSo) {
  const std::vector<int> one_was_first{200, 412, 412, 412, 412, 412, 412, 412};
  for (int round = 0; round < 10; ++round) {
    const auto path = "/api/teams/e" + std::to_string(round);
    const auto name = "Team " + std::to_string(round);
    EXPECT_EQ(put_at_once(path, name, "If-None-Match", "*"), one_was_first);
    const auto etag = ApiClient{engine_.port()}.get(path).etag;
    EXPECT_EQ(put_at_once(path, name + " once more", "If-Match", etag), one_was_first);
    int free = 0;
    for (int i = 0; i < 8; ++i) {
      const auto other = "/api/teams/o" + std::to_string(round) + "-" + std::to_string(i);
      const auto wanted = name + " once more " + std::to_string(i);
      if (ApiClient{engine_.port()}.put(other, team_body("coach-1", wanted)).status == 200) ++free;
    }
    EXPECT_EQ(free, 7) << "what was refused is free when that is answered";
  }
  EXPECT_EQ(engine_.stop(), 0);
}

TEST_F(TeamNames, ManyChangesOfOneTeamAtOnceAllCount) {
  ASSERT_EQ(
      ApiClient{engine_.port()}.put("/api/teams/shared", team_body("coach-1", "Shared")).status,
      200);
  std::atomic<int> refused{0};
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i)
      clients.emplace_back([&, i] {
        ApiClient api{engine_.port()};
        for (int n = 0; n < 60; ++n) {
          boost::json::object change;
          if (i % 2 == 0)
            change["affiliation"] = "Hill " + std::to_string(n);
          else
            change["name"] = "Shared " + std::to_string(i) + " " + std::to_string(n);
          if (api.put("/api/teams/shared", change).status != 200) ++refused;
        }
      });
  }
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(engine_.stop(), 0);
}

}  // namespace
}  // namespace lockstep::integration
