// One change to one file of the data directory, whichever: it is found, or every answer is the one
// of before.
#include "tests/support/damage.h"

#include <map>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

namespace fs = std::filesystem;
using testing_support::damage;
using testing_support::files_in;
using Answers = std::map<std::string, std::string>;

// More of them at night: DAMAGE_ROUNDS=320.
int rounds() {
  const char* wanted = std::getenv("DAMAGE_ROUNDS");
  return wanted == nullptr ? 24 : std::atoi(wanted);
}

class Damage : public testing::Test {
 protected:
  /// With some people in it, killed half of the way and stopped at the end.
  void make(const fs::path& data, bool killed) {
    auto engine = at(data);
    engine->start();
    ApiClient api{engine->port()};
    for (int i = 0; i < 3; ++i) {
      const auto coach = "coach-" + std::to_string(i);
      ASSERT_EQ(api.put("/api/coaches/" + coach, coach_body()).status, 200);
      ASSERT_EQ(api.put("/api/teams/team-" + std::to_string(i), team_body(coach, "Team")).status,
                200);
      for (int kid = 0; kid < 10; ++kid) {
        const auto id = "kid-" + std::to_string(i * 10 + kid);
        ASSERT_EQ(api.put("/api/competitors/" + id, competitor_body(coach, id)).status, 200);
      }
    }
    before_ = all_answers(api);
    if (killed) return engine->kill_hard();
    EXPECT_EQ(engine->stop(), 0);
  }
  std::unique_ptr<EngineProcess> at(const fs::path& data) {
    return std::make_unique<EngineProcess>(
        EngineOptions{.data_dir = data,
                      .vendor_url = mock_->base_url(),
                      .database_url = "",
                      .flags = {"--vendor-enabled", "false"}});  // Nothing goes on by itself.
  }
  /// Empty where nothing is answered.
  static Answers all_answers(ApiClient& api) {
    Answers out;
    const auto ask = [&](const std::string& path) {
      const auto answer = api.get(path);
      out[path] = answer.status == 200 ? answer.body : "";
      if (answer.status != 200) {
        EXPECT_GE(answer.status, 500) << path << ": " << answer.body;
      }
    };
    ask("/api/competitors?limit=500");
    ask("/api/teams?limit=500");
    ask("/api/game-platform/dashboard");
    for (int i = 0; i < 3; ++i) ask("/api/coaches/coach-" + std::to_string(i));
    for (int i = 0; i < 30; i += 7) {
      ask("/api/competitors/kid-" + std::to_string(i));
      ask("/api/competitors/kid-" + std::to_string(i) + "/history");
    }
    return out;
  }

  std::unique_ptr<metactf_mock::MockServer> mock_ = start_mock();
  testing_support::TempDir dir_;
  Answers before_;
};

void copy_files(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  for (const auto& file : files_in(from)) {
    const auto place = to / fs::relative(file, from);
    fs::create_directories(place.parent_path());
    fs::copy_file(file, place);
    fs::permissions(place, fs::perms::owner_read | fs::perms::owner_write);
  }
}

TEST_F(Damage, OfAnyFileIsFoundOrChangesNoAnswer) {
  const auto data = dir_.path() / "data";
  const auto there = dir_.path() / "damaged";
  int refused = 0;
  for (int round = 0; round < rounds(); ++round) {
    if (round == 0 || round == rounds() / 2) {
      fs::remove_all(data);
      make(data, round != 0);
    }
    copy_files(data, there);
    std::mt19937 random(static_cast<unsigned>(round));
    const auto what = damage(there, random);
    auto engine = at(there);
    try {
      engine->start();
    } catch (const std::runtime_error& why) {
      EXPECT_NE(std::string(why.what()).find("docs/runbook.md"), std::string::npos)
          << what << ": " << why.what();
      ++refused;
      continue;
    }
    ApiClient api{engine->port()};
    for (const auto& [path, body] : all_answers(api))
      EXPECT_TRUE(body.empty() || body == before_.at(path)) << what << ", " << path << "\n" << body;
    EXPECT_EQ(engine->stop(), 0) << what;
  }
  std::printf("%d damaged, %d of them refused at the start\n", rounds(), refused);
  EXPECT_LT(refused, rounds());
}

}  // namespace
}  // namespace lockstep::integration
