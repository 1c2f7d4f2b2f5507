// The operations store is damaged while the engine runs: it is told, no command is lost and none
// is done twice, and the next start is as if nothing had been.
#include <gtest/gtest.h>
#include <httplib.h>

#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/damage.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_id.h"

namespace lockstep::integration {
namespace {

class DamagedOperations : public testing::Test {
 protected:
  void add_kid(ApiClient& api, const std::string& id) {
    EXPECT_EQ(api.put("/api/competitors/" + id, competitor_body("coach-1", id)).status, 200);
    EXPECT_EQ(api.post("/api/game-platform/competitors/" + id, "onboard-" + id).status, 202);
    EXPECT_EQ(api.post("/api/game-platform/competitors/" + id, "onboard-" + id).status, 202);
  }
  /// How often somebody's account was asked for at the vendor.
  int made(const std::string& id) {
    const auto state = mock_->state();
    const auto* user = state.at("usersMade").as_object().if_contains(testing_support::test_id(id));
    return user == nullptr ? 0 : user->at("posts").to_number<int>();
  }
  /// All of it, also what the engine has not moved out of the log beside it yet.
  void damage() const {
    constexpr std::size_t kHeader = 32;
    testing_support::overwrite(data_ / "operations.db", 0);
    testing_support::overwrite(data_ / "operations.db-wal", kHeader);
  }

  std::unique_ptr<metactf_mock::MockServer> mock_ = start_mock();
  testing_support::TempDir dir_;
  std::filesystem::path data_ = dir_.path() / "data";
  EngineProcess engine_{
      {.data_dir = data_, .vendor_url = mock_->base_url(), .database_url = "", .flags = {}}};
};

TEST_F(DamagedOperations, AreToldAndLoseOrRepeatNoCommand) {
  engine_.start();
  ApiClient api{engine_.port()};
  ASSERT_EQ(api.put("/api/coaches/coach-1", coach_body()).status, 200);
  add_kid(api, "kid-1");
  ASSERT_TRUE(eventually(
      30, [&] { return api.get("/api/competitors/kid-1").json()["status"] == "complete"; }));
  EXPECT_EQ(api.get("/healthz").body.find("operations-store"), std::string::npos);

  damage();
  // What was written in this moment is read from memory, and soon not any more.
  Answer answer;
  ASSERT_TRUE(eventually(30, [&] {
    answer = api.get("/api/competitors/kid-1");
    return answer.status != 200;
  }));
  EXPECT_EQ(answer.status, 503) << answer.body;
  EXPECT_NE(answer.body.find("operations-store-damaged"), std::string::npos) << answer.body;
  httplib::Client plain{"127.0.0.1", engine_.port()};
  plain.set_bearer_token_auth("dev:admin:00000000-0000-4000-8000-000000000001");
  const auto path = testing_support::with_ids("/api/competitors/kid-1");
  const auto again = plain.Get(path.c_str());
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->has_header("Retry-After"));
  const auto health = api.get("/healthz").body;
  EXPECT_NE(health.find(R"({"name":"operations-store","ok":false)"), std::string::npos) << health;
  EXPECT_EQ(api.get("/readyz").status, 200) << "commands are taken";
  EXPECT_NE(engine_.log_text().find("store_damaged"), std::string::npos) << engine_.log_text();
  EXPECT_NE(api.get("/metrics").body.find(R"(lockstep_store_damaged{store="operations"} 1)"),
            std::string::npos);

  add_kid(api, "kid-2");
  EXPECT_TRUE(eventually(30, [&] { return made("kid-2") > 0; })) << "brought about without it";
  EXPECT_EQ(engine_.stop(), 0);

  engine_.start();
  ApiClient later{engine_.port()};
  EXPECT_NE(engine_.log_text().find("operations_store_made_anew"), std::string::npos);
  for (const auto* kid : {"kid-1", "kid-2"}) {
    EXPECT_TRUE(eventually(30, [&] {
      return later.get(std::string("/api/competitors/") + kid).json()["status"] == "complete";
    })) << kid;
    EXPECT_EQ(made(kid), 1) << kid;
  }
  EXPECT_EQ(later.get("/healthz").body.find("operations-store"), std::string::npos);
  EXPECT_EQ(engine_.stop(), 0);
}

}  // namespace
}  // namespace lockstep::integration
