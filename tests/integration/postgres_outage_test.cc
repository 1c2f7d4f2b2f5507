// Postgres off, late or lost never stops the engine, and in the end its tables are those of the
// embedded store, row by row.
#include <thread>

#include <gtest/gtest.h>

#include "adapters/postgres/postgres_sink.h"
#include "adapters/read_store/sqlite_read_store.h"
#include "engine/log/rocksdb_event_log.h"
#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

using std::chrono::seconds;

void add_competitors(ApiClient& api, int from, int to) {
  for (int i = from; i < to; ++i) {
    const auto id = "kid-" + std::to_string(i);
    ASSERT_EQ(api.put("/api/competitors/" + id, competitor_body("coach-1", id)).status, 200);
    ASSERT_EQ(api.post("/api/game-platform/competitors/" + id).status, 202);
    if (i % 5 == 0) {
      EXPECT_EQ(api.put("/api/teams/team-1/members/" + id, {}).status, 200);
    }
  }
}

bool postgres_has_caught_up(ApiClient& api) {
  const auto health = api.get("/healthz").json();
  const auto* checks = health.if_contains("checks");
  if (checks == nullptr) return false;
  for (const auto& check : checks->as_array())
    if (check.at("name") == "postgres")
      return check.at("ok").as_bool() && check.at("detail") == "0 events behind.";
  return false;
}

void expect_equal_tables(const std::filesystem::path& data, const std::string& url) {
  log::LogOptions options;
  options.directory = data;
  options.read_only = true;
  const auto log = log::open_rocksdb_event_log(options);
  ASSERT_TRUE(log);
  auto embedded = read_store::SqliteReadStore::open(data / "read.sqlite", *log.value().keys);
  ASSERT_TRUE(embedded);
  ASSERT_FALSE(embedded.value()->rebuilt());
  postgres::PostgresSink exported{url};
  const auto ours = embedded.value()->lanes();
  const auto theirs = exported.lanes();
  ASSERT_TRUE(ours && theirs);
  for (const auto& state : theirs.value()) EXPECT_EQ(state.at, ours.value().front().at);
  for (const auto* table :
       {"competitors", "teams", "team_memberships", "game_platform_challenge_solves",
        "game_platform_flash_ctf_events", "game_platform_sync_state", "game_platform_stats"}) {
    const auto a = embedded.value()->rows_of(table);
    const auto b = exported.rows_of(table);
    ASSERT_TRUE(a && b) << table;
    EXPECT_EQ(a.value(), b.value()) << table;
    if (std::string_view(table) == "competitors") {
      EXPECT_EQ(a.value().size(), 30U);
    }
  }
}

// How many events the metrics say that Postgres lacks; negative: nothing.
double postgres_lag(ApiClient& api) {
  const auto text = api.get("/metrics").body;
  const std::string name = R"(lockstep_projection_lag_events{sink="postgres"} )";
  const auto at = text.find(name);
  return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size()));
}

TEST(PostgresOutage, AMinuteWithoutPostgresLosesNothing) {
  testing_support::PostgresCluster cluster;
  const auto url = cluster.create_database();
  const auto migrated = run_lockstep({"migrate"}, {{"DATABASE_URL", url}});
  ASSERT_EQ(migrated.exit_code, 0) << migrated.err;
  const auto mock = start_mock();
  const testing_support::TempDir dir;
  const auto data = dir.path() / "data";
  EngineProcess engine{{.data_dir = data,
                        .vendor_url = mock->base_url(),
                        .database_url = url,
                        .flags = {"--vendor-requests-per-second", "200",
                                  "--vendor-start-requests-per-second", "200"}}};
  engine.start();
  ApiClient api{engine.port()};
  ASSERT_EQ(api.put("/api/coaches/coach-1", coach_body()).status, 200);
  ASSERT_EQ(api.put("/api/teams/team-1", team_body("coach-1", "Team")).status, 200);
  add_competitors(api, 0, 10);
  cluster.stop();
  const auto down_since = std::chrono::steady_clock::now();
  add_competitors(api, 10, 20);
  EXPECT_TRUE(eventually(20, [&] {
    return api.get("/healthz").body.find(R"("name":"postgres","ok":false)") != std::string::npos;
  })) << "nobody noticed";
  const auto health = api.get("/healthz").body;
  EXPECT_NE(health.find("It is tried again."), std::string::npos) << health;
  EXPECT_GE(postgres_lag(api), 10) << "told while it is so";
  EXPECT_EQ(api.get("/readyz").status, 200);
  std::this_thread::sleep_until(down_since + seconds{60});
  cluster.start();
  add_competitors(api, 20, 30);
  EXPECT_TRUE(eventually(60, [&] { return postgres_has_caught_up(api); }))
      << api.get("/healthz").body;
  // Everything at rest, so that both stores are at the same event: two polls each, and the
  // reconciliation.
  EXPECT_TRUE(eventually(60, [&] {
    return api.get("/metrics").body.find("lockstep_open_work 61") != std::string::npos;
  }));
  EXPECT_TRUE(eventually(60, [&] { return postgres_has_caught_up(api); }));
  EXPECT_EQ(engine.stop(), 0);
  expect_equal_tables(data, url);
}

}  // namespace
}  // namespace lockstep::integration
