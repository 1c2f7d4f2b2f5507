// `lockstep migrate`: makes what is missing, twice is once, and the dashboard's tables stay its
// own.
#include <algorithm>

#include "projections/tables/row_key.h"
#include "tests/contract/read_model/stores.h"

namespace lockstep {
namespace {

using namespace testing_support;
using projections::CompetitorRow;
using projections::keyed;
using projections::MembershipRow;
using projections::RowAccess;

class Migrate : public testing::Test {
 protected:
  std::string sql(const std::string& statement) { return shared_cluster().sql(url_, statement); }
  std::vector<std::string> applied(bool dry_run = false) {
    return postgres::migrate(url_, dry_run).value().applied;
  }
  std::string url_ = shared_cluster().create_database();
};

constexpr const char* kCountTables =
    "SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'lockstep', 'lockstep_next')";

const char* const kDashboard = R"sql(
  CREATE TABLE competitors (id uuid PRIMARY KEY, first_name varchar(40), shirt_size text NOT NULL,
                            status text);
  INSERT INTO competitors VALUES ('00000000-0000-0000-0000-00000000000A', 'Kept', 'XL', 'pending'),
                                 ('00000000-0000-0000-0000-00000000000b', 'Kept', 'S', 'pending');
  CREATE TABLE team_memberships (team_id uuid, competitor_id uuid, joined date,
                                 PRIMARY KEY (team_id, competitor_id));
  INSERT INTO team_memberships VALUES ('00000000-0000-0000-0000-0000000000c1',
                                       '00000000-0000-0000-0000-00000000000a', '2026-01-01'),
                                      ('00000000-0000-0000-0000-0000000000c2',
                                       '00000000-0000-0000-0000-00000000000a', '2026-01-02');)sql";

TEST_F(Migrate, AnEmptyDatabaseGetsEveryExportedTable) {
  EXPECT_FALSE(applied().empty());
  for (const auto& table : projections::tables())
    EXPECT_EQ(sql("SELECT to_regclass('public." + std::string(table.name) + "') IS NOT NULL"),
              table.exported ? "t" : "f")
        << table.name;
}

TEST_F(Migrate, TheSecondTimeThereIsNothingToDo) {
  EXPECT_FALSE(applied().empty());
  EXPECT_TRUE(applied().empty());
}

TEST_F(Migrate, ADryRunPlansTheSameAndMakesNothing) {
  const auto planned = applied(true);
  EXPECT_EQ(sql(kCountTables), "0");
  EXPECT_EQ(applied(), planned);
}

TEST_F(Migrate, RowLevelSecurityIsOnForEveryTableWeMake) {
  sql(kDashboard);
  applied();
  EXPECT_EQ(sql("SELECT schemaname || '.' || tablename FROM pg_tables WHERE NOT rowsecurity AND "
                "schemaname IN ('public', 'lockstep', 'lockstep_next') ORDER BY 1"),
            "public.competitors\npublic.team_memberships");  // The dashboard's: not ours to change.
}

TEST_F(Migrate, TheDashboardsTablesKeepTheirRowsAndColumns) {
  sql(kDashboard);
  applied();
  EXPECT_EQ(sql("SELECT first_name, shirt_size, status FROM competitors ORDER BY id"),
            "Kept|XL|pending\nKept|S|pending");
  EXPECT_EQ(sql("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' AND "
                "table_name = 'competitors' AND column_name IN ('metactf_user_id', 'version')"),
            "0");
  EXPECT_TRUE(applied().empty());
}

void onboard(const RowAccess& rows, const std::string& id, const std::string& name) {
  auto row = keyed<CompetitorRow>(CompetitorId{id});
  row.first_name = name;
  row.status = events::CompetitorStatus::complete;
  row.game_platform_id = id;
  row.game_platform_synced_at = Timestamp{1'700'000'000'123};
  rows.put(row);
}

TEST_F(Migrate, TheDashboardsRowsAreUpdatedInTheirOwnColumnsAndMissingOnesAreCounted) {
  sql(kDashboard);
  applied();
  postgres::PostgresSink sink(url_);
  const auto from = checkpoint_of(sink);
  ASSERT_TRUE(write_all(sink, from, {Position{1}, {}}, [](const RowAccess& rows) {
                onboard(rows, "00000000-0000-0000-0000-00000000000a", "Ours");
                onboard(rows, "00000000-0000-0000-0000-0000000000ff",
                        "Ours");  // Not in the dashboard.
                onboard(rows, "no-uuid", "Ours");
              }).has_value());
  EXPECT_EQ(sink.missing_rows(), 2);
  EXPECT_EQ(sql("SELECT first_name, shirt_size, status, game_platform_id, "
                "game_platform_synced_at = '2023-11-14 22:13:20.123+00' FROM competitors "
                "ORDER BY id"),
            "Kept|XL|complete|00000000-0000-0000-0000-00000000000a|t\nKept|S|pending||");
  EXPECT_EQ(sql("SELECT count(*) FROM lockstep.competitors"), "3");
}

// "Clearing is an event": who has left a team must not be shown on it with its last state.
TEST_F(Migrate, ClearingIsAnEventInTheDashboardsRowsToo) {
  sql(kDashboard);
  applied();
  postgres::PostgresSink sink(url_);
  auto from = checkpoint_of(sink);
  const auto step = [&](const std::function<void(const RowAccess&)>& fold) {
    const ports::Checkpoint next{Position{from.position.value + 1}, {}};
    ASSERT_TRUE(write_all(sink, from, next, fold).has_value());
    from = next;
  };
  const CompetitorId ada{"00000000-0000-0000-0000-00000000000a"};
  const auto join = [&](const char* team) {
    return [&ada, team](const RowAccess& rows) {
      auto row = keyed<MembershipRow>(ada);
      row.team_id = TeamId{team};
      row.game_platform_sync_error = "Error on " + row.team_id.value.substr(34);
      rows.put(row);
    };
  };
  const auto shown = [&] {
    return sql(
        "SELECT coalesce(game_platform_sync_error, '-') FROM team_memberships ORDER BY team_id");
  };
  step(join("00000000-0000-0000-0000-0000000000c1"));
  EXPECT_EQ(shown(), "Error on c1\n-");
  step(join("00000000-0000-0000-0000-0000000000c2"));
  EXPECT_EQ(shown(), "-\nError on c2");
  step([&](const RowAccess& rows) { rows.erase(keyed<MembershipRow>(ada)); });
  EXPECT_EQ(shown(), "-\n-");
}

TEST_F(Migrate, WithoutItTheSinkSaysWhatToRun) {
  postgres::PostgresSink sink(url_);
  const auto answer = sink.lanes();
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, Errc::conflict);
  EXPECT_EQ(answer.error().type, "postgres-schema-missing");
  EXPECT_NE(answer.error().remedy.find("lockstep migrate"), std::string::npos);
}

// "A renamed column reached half of the code": the schema is checked at start.
TEST_F(Migrate, TheSchemaIsCheckedWhenTheSinkConnects) {
  applied();
  sql("ALTER TABLE game_platform_stats RENAME COLUMN total_score TO score");
  postgres::PostgresSink sink(url_);
  const auto answer = sink.lanes();
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().type, "postgres-schema-missing");
}

TEST_F(Migrate, AColumnThatWasMissingIsAddedAndTheRowsAreFoldedAgain) {
  applied();
  RandomEvents random(3);
  const auto events = random.take(300);
  {
    postgres::PostgresSink sink(url_);
    ASSERT_TRUE(feed(sink, events, 100).has_value());
  }
  sql("ALTER TABLE game_platform_stats DROP COLUMN total_score");
  sql("ALTER TABLE lockstep_next.game_platform_stats DROP COLUMN total_score");
  EXPECT_EQ(applied().size(), 3U);
  postgres::PostgresSink sink(url_);
  const ports::Lane again{projections::kGroupIndex<projections::Scores>, true};
  const auto lanes = sink.lanes().value();
  ASSERT_EQ(lanes.back().lane, again);
  EXPECT_EQ(lanes.back().at, ports::Checkpoint{});
  EXPECT_EQ(std::ranges::count(lanes, true, [](const auto& l) { return l.lane.beside; }), 1)
      << "of the other groups nothing is folded";
  ASSERT_TRUE(feed(sink, {again}, {}, events, 100).has_value());
  ASSERT_TRUE(sink.finish(again).has_value());
  const auto embedded = make_store<read_store::SqliteReadStore>();
  ASSERT_TRUE(feed(*embedded, events, 100).has_value());
  expect_equal_tables(*embedded, sink);
}

TEST_F(Migrate, IndexesThatAreMissingAreMade) {
  applied();
  sql("DROP INDEX competitors_by_coach_id");
  EXPECT_EQ(applied(), std::vector<std::string>{"create index public.competitors_by_coach_id"});
}

TEST_F(Migrate, CheckpointsOfAnOldLayoutAreReplaced) {
  applied();
  sql("DROP TABLE lockstep_checkpoint; CREATE TABLE lockstep_checkpoint (id boolean PRIMARY KEY)");
  EXPECT_EQ(applied().size(), 2U);
  postgres::PostgresSink sink(url_);
  EXPECT_EQ(checkpoint_of(sink), ports::Checkpoint{});
}

}  // namespace
}  // namespace lockstep
