// The same thing asked for many times at once happens once.
#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/loud_id.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_id.h"

namespace lockstep::integration {
namespace {

TEST(Once, AThousandOnboardingsFromSixteenConnectionsMakeOneUser) {
  const auto mock = start_mock();
  const testing_support::TempDir dir;
  const auto data = dir.path() / "data";
  EngineProcess engine{
      {.data_dir = data, .vendor_url = mock->base_url(), .database_url = "", .flags = {}}};
  engine.start();
  ApiClient api{engine.port()};
  ASSERT_EQ(api.put("/api/coaches/coach-1", coach_body()).status, 200);
  ASSERT_EQ(api.put("/api/competitors/kid-1", competitor_body("coach-1", "kid-1")).status, 200);
  {
    std::vector<std::jthread> clients;
    for (int c = 0; c < 16; ++c)
      clients.emplace_back([&] {
        ApiClient one{engine.port()};
        for (int i = 0; i < 63; ++i)
          EXPECT_EQ(one.post("/api/game-platform/competitors/kid-1").status, 202);
      });
  }
  EXPECT_TRUE(eventually(
      30, [&] { return api.get("/api/competitors/kid-1").json()["status"] == "complete"; }));
  EXPECT_EQ(engine.stop(), 0);
  const auto state = mock->state();
  const auto& made = state.at("usersMade").as_object().at(testing_support::test_id("kid-1"));
  EXPECT_EQ(made.at("posts").to_number<int>(), 1);
  EXPECT_EQ(made.at("created").to_number<int>(), 1);
  const auto onboarded = run_lockstep(
      {"log", "cat", "--data-dir", data.string(), "--type", "competitor.onboarded.v1", "--json"});
  EXPECT_EQ(std::ranges::count(onboarded.out, '\n'), 1) << onboarded.out;
  const auto name = testing_support::loud_id("kid-1");
  for (const auto* words : {"stream", "disclosures"})
    for (const auto& whom : {"competitor-" + name, name}) {
      const auto found = run_lockstep({"log", words, whom, "--data-dir", data.string(), "--json"});
      EXPECT_EQ(found.exit_code, 0) << found.err;
      EXPECT_NE(found.out.find(testing_support::test_id("kid-1")), std::string::npos)
          << words << " knows an id in any case, alone too";
    }
}

}  // namespace
}  // namespace lockstep::integration
