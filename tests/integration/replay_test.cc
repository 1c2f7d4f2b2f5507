// `lockstep replay` on an engine that goes on serving, over the socket in its data directory.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

std::vector<std::string> replay(const std::filesystem::path& data, const std::string& group) {
  return {"replay", "--data-dir", data.string(), "--group", group, "--switch"};
}

TEST(Replay, MakesAGroupAnewWhileEverybodyReads) {
  const auto mock = start_mock();
  const testing_support::TempDir dir;
  const auto data = dir.path() / "data";
  EngineProcess engine{{data, mock->base_url(), "", {}}};
  engine.start();
  ApiClient api{engine.port()};
  const auto recorded = api.put("/api/coaches/coach-1", coach_body());
  ASSERT_EQ(recorded.status, 200);
  const auto since = boost::json::serialize(recorded.json().at("position"));
  ASSERT_EQ(api.get("/api/coaches/coach-1?minPosition=" + since).status, 200);
  const auto path = data / "control";
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  std::atomic<bool> over{false};
  std::vector<std::string> refused;
  std::jthread reader([&] {
    for (ApiClient client{engine.port()}; !over;)
      if (const auto answer = client.get("/api/coaches/coach-1"); answer.status != 200)
        refused.push_back(std::to_string(answer.status) + " " + answer.body);
  });
  for (const auto* group : {"roster", "scores", "work"}) {
    const auto done = run_lockstep(replay(data, group), {});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    EXPECT_NE(done.out.find("took its place"), std::string::npos) << done.out;
  }
  over = true;
  reader.join();
  EXPECT_EQ(refused, std::vector<std::string>{});
  EXPECT_EQ(run_lockstep(replay(data, "nothing"), {}).exit_code, 2);
  EXPECT_EQ(engine.stop(), 0);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Replay, SaysThatNoEngineRunsThere) {
  const testing_support::TempDir dir;
  const auto asked = run_lockstep(replay(dir.path(), "roster"), {});
  EXPECT_EQ(asked.exit_code, 4);
  EXPECT_NE(asked.err.find("No engine runs on this data directory"), std::string::npos)
      << asked.err;
}

}  // namespace
}  // namespace lockstep::integration
