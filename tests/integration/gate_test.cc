// The gate as an operator sees it: its report, its limits changed while it runs, its health.
#include <csignal>
#include <fstream>

#include <gtest/gtest.h>

#include "adapters/metactf_mock/mock_server.h"
#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

class GateOperations : public testing::Test {
 protected:
  EngineProcess engine(const std::string& vendor_url) {
    return EngineProcess{{.data_dir = dir_.path() / "data",
                          .vendor_url = vendor_url,
                          .database_url = "",
                          .flags = {"--config", config_.string()}}};
  }
  void configure(const std::string& toml) { std::ofstream{config_} << toml; }
  static boost::json::object usage(ApiClient& client) {
    return client.get("/api/admin/sync/usage").json();
  }
  static double max_rate(ApiClient& client) {
    return usage(client).at("rate").at("maxCallsPerSecond").to_number<double>();
  }

  testing_support::TempDir dir_;
  std::filesystem::path config_ = dir_.path() / "lockstep.toml";
};

TEST_F(GateOperations, LimitsAreTakenOverWhileItRunsAndMistakesAreNot) {
  configure("[vendor]\nrequests_per_second = 30\nconcurrency = 2\n");
  auto process = engine("http://127.0.0.1:1/x");
  process.start();
  ApiClient client{process.port()};
  EXPECT_EQ(max_rate(client), 30);
  EXPECT_EQ(usage(client).at("concurrency").at("max"), 2);
  configure(
      "[vendor]\nrequests_per_second = 7\nconcurrency = 20\n[sync]\ncursor_overlap_seconds = 5\n");
  kill(process.pid(), SIGHUP);
  EXPECT_TRUE(eventually(10, [&] { return max_rate(client) == 7; }));
  EXPECT_EQ(usage(client).at("concurrency").at("max"), 20);
  configure("[vendor]\nrequests_per_second = -1\n");
  kill(process.pid(), SIGHUP);
  EXPECT_TRUE(eventually(
      10, [&] { return process.log_text().find("reload_refused") != std::string::npos; }));
  EXPECT_EQ(max_rate(client), 7) << "a mistake changes nothing";
  const auto log = process.log_text();
  EXPECT_NE(log.find("setting_changed"), std::string::npos);
  EXPECT_NE(log.find("setting_needs_restart"), std::string::npos) << "the overlap cannot change";
  EXPECT_EQ(process.stop(), 0);
}

TEST_F(GateOperations, AVendorThatIsAwayShowsInHealthAndIsNoReasonToSendNoWork) {
  configure("");
  auto process = engine("http://127.0.0.1:1/x");
  process.start();
  ApiClient client{process.port()};
  for (int i = 0; i < 6; ++i) {
    const auto id = "coach-" + std::to_string(i);
    ASSERT_LT(client.put("/api/coaches/" + id, coach_body()).status, 300);
    ASSERT_LT(client.post("/api/game-platform/coaches/" + id).status, 300);
  }
  EXPECT_TRUE(eventually(20, [&] { return usage(client).at("breaker").at("state") == "open"; }));
  EXPECT_EQ(usage(client).at("breaker").at("reason"), "connection");
  EXPECT_NE(client.get("/healthz").body.find("The game platform cannot be reached"),
            std::string::npos);
  EXPECT_EQ(client.get("/readyz").status, 200);
  EXPECT_NE(client.get("/metrics").body.find("lockstep_vendor_breaker_state 1"), std::string::npos);
}

}  // namespace
}  // namespace lockstep::integration
