// One log, derived views only: whatever happens, both stores show the same rows.
#include <cstdlib>

#include "tests/contract/read_model/stores.h"

namespace lockstep {
namespace {

using namespace testing_support;

class EqualTables : public testing::TestWithParam<std::uint64_t> {};

TEST_P(EqualTables, TheSameEventsMakeTheSameRowsWhateverTheBatches) {
  RandomEvents random(GetParam());
  const auto events = random.take(2000);
  const auto embedded = make_store<read_store::SqliteReadStore>();
  const auto exported = make_store<postgres::PostgresSink>();
  ASSERT_TRUE(feed(*embedded, events, 1 + GetParam() % 7).has_value());
  ASSERT_TRUE(feed(*exported, events, 400).has_value());
  for (const auto& table : projections::tables()) {
    if (table.exported) {
      EXPECT_GT(embedded->rows_of(table.name).value().size(), 0U) << table.name;
    }
  }
  expect_equal_tables(*embedded, *exported);
}
INSTANTIATE_TEST_SUITE_P(Seeds, EqualTables, testing::Values(1, 2, 3));

// "Two stores of the same truth": the server goes away in the middle, more than once.
TEST(PostgresOutage, NothingIsLostAndNothingDoubledWhenTheServerStopsAndStarts) {
  PostgresCluster cluster;
  const auto url = cluster.create_database();
  ASSERT_TRUE(postgres::migrate(url, false).has_value());
  postgres::PostgresSink exported(url);
  RandomEvents random(11);
  const auto events = random.take(900);
  const std::span<const PlacedEvent> all(events);
  for (std::size_t outage = 0; outage < 3; ++outage) {
    ASSERT_TRUE(feed(exported, all.subspan(outage * 300, 150), 50).has_value());
    const auto rest = all.subspan(outage * 300 + 150, 150);
    const auto from = checkpoint_of(exported);
    const auto killed_inside =
        exported.transact(live_lanes(exported), from, checkpoint_at(rest.back().stored),
                          [&](const ports::Lane& lane, const projections::RowAccess& rows) {
                            fold_of(rest)(lane, rows);
                            cluster.stop();
                          });
    ASSERT_FALSE(killed_inside.has_value());
    EXPECT_EQ(killed_inside.error().code, Errc::unavailable);
    EXPECT_EQ(exported.lanes().error().code, Errc::unavailable);
    cluster.start();
    EXPECT_EQ(checkpoint_of(exported), from);
    ASSERT_TRUE(feed(exported, rest, 40).has_value());
  }
  const auto embedded = make_store<read_store::SqliteReadStore>();
  ASSERT_TRUE(feed(*embedded, events, 100).has_value());
  expect_equal_tables(*embedded, exported);
}

TEST(PostgresOutage, AnErrorNamesNeitherThePasswordNorTheHost) {
  postgres::PostgresSink sink("postgresql://someone:hunter2@/nowhere?host=/nonexistent");
  const auto answer = sink.lanes();
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, Errc::unavailable);
  const auto text = answer.error().type + answer.error().detail + answer.error().remedy;
  for (const auto* secret : {"hunter2", "someone", "nonexistent", "nowhere"})
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace lockstep
