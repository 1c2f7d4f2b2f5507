// Personal data lives in sealed fields: no log line, metric, error body or plain part of the log
// holds a name, an e-mail address or a username of the dataset.
#include <gtest/gtest.h>

#include "adapters/cli/demo_feed.h"
#include "adapters/metactf_mock/mock_server.h"
#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

// Requests that are refused, with people's data in them: the refusals must not repeat it.
void make_mistakes(ApiClient& api, const metactf_mock::Dataset& dataset) {
  for (const auto& one : dataset.competitors) {
    boost::json::object body{{"coachId", one.coach_id},
                             {"firstName", one.first_name},
                             {"lastName", one.last_name},
                             {"emailPersonal", one.first_name + " has no address"},
                             {"division", one.last_name}};
    EXPECT_EQ(api.put("/api/competitors/" + one.id, body).status, 422);
    body[one.first_name] = one.last_name;
    EXPECT_EQ(api.put("/api/competitors/" + one.id, body).status, 422);
    EXPECT_GE(api.put("/api/competitors/" + one.last_name + "%20x", body).status, 400);
    EXPECT_GE(api.post("/api/game-platform/competitors/" + one.id, "", "{" + one.last_name).status,
              200);
    EXPECT_GE(api.get("/api/competitors?nobody=" + one.first_name).status, 400);
  }
}

TEST(Leak, NoNameReachesALogLineAMetricOrAnError) {
  const auto mock = start_mock();
  const testing_support::TempDir dir;
  const auto data = dir.path() / "data";
  EngineProcess engine{{.data_dir = data,
                        .vendor_url = mock->base_url(),
                        .database_url = "",
                        .flags = {"--vendor-requests-per-second", "100"}}};
  engine.start();
  const auto& dataset = metactf_mock::baseline();
  // The vendor rejects half of what it gets, with an answer that repeats what was sent.
  ApiClient admin{mock->port()};
  EXPECT_EQ(admin.post("/__admin/faults", "", R"({"errorRate":0.5,"status":422,"seed":7})").status,
            200);
  ASSERT_TRUE(cli::feed_dataset(dataset, {"127.0.0.1", engine.port()}, [](auto, auto) {}));
  ApiClient api{engine.port()};
  make_mistakes(api, dataset);
  EXPECT_TRUE(eventually(20, [&] {
    return api.get("/api/game-platform/dashboard").body.find("vendor") != std::string::npos ||
           mock->state().at("counts").as_object().size() > 0;
  }));
  const auto metrics = api.get("/metrics");
  EXPECT_NE(metrics.body.find("lockstep_vendor_calls_total"), std::string::npos);
  expect_nothing_personal(metrics.body, "metrics");
  expect_nothing_personal(api.get("/healthz").body, "health");
  EXPECT_EQ(engine.stop(), 0);
  const auto plain = run_lockstep({"log", "cat", "--data-dir", data.string(), "--json"});
  EXPECT_NE(plain.out.find("competitor.facts_recorded.v1"), std::string::npos);
  expect_nothing_personal(plain.out, "the plain parts of the log");
  EXPECT_NE(engine.log_text().find("\"serving\""), std::string::npos);
}

}  // namespace
}  // namespace lockstep::integration
