// What every ReadModelSink promises: rows and checkpoint together, or neither.
#include <stdexcept>

#include "projections/tables/row_key.h"
#include "tests/contract/read_model/stores.h"

namespace lockstep {
namespace {

using namespace testing_support;
using projections::keyed;
using projections::RowAccess;
using projections::StatsRow;

template <class Store>
class SinkContract : public testing::Test {
 protected:
  std::unique_ptr<Store> sink_ = make_store<Store>();
};
using Stores = testing::Types<read_store::SqliteReadStore, postgres::PostgresSink>;
TYPED_TEST_SUITE(SinkContract, Stores);

const CompetitorId kAda{"ada"};
const ports::Lane kScores{projections::kGroupIndex<projections::Scores>, false};

ports::Checkpoint at(std::uint64_t position) {
  ports::Checkpoint out{Position{position}, {}};
  out.hash.fill(static_cast<std::uint8_t>(position));
  return out;
}

void count_one(const RowAccess& rows) {
  auto row = projections::take_or(rows, keyed<StatsRow>(kAda));
  row.odl_solves_stored += 1;
  rows.put(row);
}

/// Of the group of stats alone.
Result<void> transact(ports::ReadModelSink& sink, const ports::Checkpoint& from,
                      const ports::Checkpoint& next,
                      const std::function<void(const RowAccess&)>& fold) {
  return sink.transact({kScores}, from, next,
                       [&](const ports::Lane&, const RowAccess& rows) { fold(rows); });
}

std::int64_t stored_count(projections::TableReader& reader) {
  const auto rows = reader.rows_of(StatsRow::kTable).value();
  if (rows.empty()) return 0;
  return projections::from_values<StatsRow>(rows.front())->odl_solves_stored;
}

TYPED_TEST(SinkContract, ANewSinkIsAtPositionZeroWithoutRows) {
  EXPECT_EQ(checkpoint_of(*this->sink_, kScores), ports::Checkpoint{});
  EXPECT_EQ(stored_count(*this->sink_), 0);
}

TYPED_TEST(SinkContract, RowsAndCheckpointCommitTogether) {
  ASSERT_TRUE(this->sink_->lanes().has_value());
  ASSERT_TRUE(transact(*this->sink_, {}, at(1), count_one).has_value());
  EXPECT_EQ(checkpoint_of(*this->sink_, kScores), at(1));
  ASSERT_TRUE(transact(*this->sink_, at(1), at(5), count_one).has_value());
  EXPECT_EQ(checkpoint_of(*this->sink_, kScores), at(5));
  EXPECT_EQ(stored_count(*this->sink_), 2);
}

TYPED_TEST(SinkContract, AWrongFromIsRefusedAndChangesNothing) {
  ASSERT_TRUE(this->sink_->lanes().has_value());
  ASSERT_TRUE(transact(*this->sink_, {}, at(3), count_one).has_value());
  auto other_hash = at(3);
  other_hash.hash.fill(9);
  for (const auto& from : {at(2), at(4), other_hash, ports::Checkpoint{}}) {
    const auto refused = transact(*this->sink_, from, at(7), count_one);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, Errc::corrupt);
  }
  EXPECT_EQ(checkpoint_of(*this->sink_, kScores), at(3));
  EXPECT_EQ(stored_count(*this->sink_), 1);
  EXPECT_TRUE(transact(*this->sink_, at(3), at(4), count_one).has_value());
  EXPECT_EQ(stored_count(*this->sink_), 2);
}

TYPED_TEST(SinkContract, AFoldSeesItsOwnWritesAndErasures) {
  ASSERT_TRUE(this->sink_->lanes().has_value());
  ASSERT_TRUE(transact(*this->sink_, {}, at(1), [](const RowAccess& rows) {
    EXPECT_FALSE(rows.get(keyed<StatsRow>(kAda)));
    for (int i = 0; i < 5; ++i) count_one(rows);
    EXPECT_EQ(rows.get(keyed<StatsRow>(kAda))->odl_solves_stored, 5);
    rows.erase(keyed<StatsRow>(kAda));
    EXPECT_FALSE(rows.get(keyed<StatsRow>(kAda)));
    count_one(rows);
  }));
  EXPECT_EQ(stored_count(*this->sink_), 1);
  ASSERT_TRUE(transact(*this->sink_, at(1), at(2), [](const RowAccess& rows) {
    rows.erase(keyed<StatsRow>(kAda));
    rows.erase(keyed<StatsRow>(CompetitorId{"nobody"}));
  }));
  EXPECT_EQ(this->sink_->rows_of(StatsRow::kTable).value().size(), 0U);
}

TYPED_TEST(SinkContract, AFoldThatFailsLeavesNothing) {
  ASSERT_TRUE(this->sink_->lanes().has_value());
  ASSERT_TRUE(transact(*this->sink_, {}, at(1), count_one).has_value());
  const auto failing = [](const RowAccess& rows) {
    count_one(rows);
    throw std::runtime_error("a bug in a projection");
  };
  EXPECT_THROW((void)transact(*this->sink_, at(1), at(2), failing), std::runtime_error);
  EXPECT_EQ(checkpoint_of(*this->sink_, kScores), at(1));
  EXPECT_EQ(stored_count(*this->sink_), 1);
  ASSERT_TRUE(transact(*this->sink_, at(1), at(2), count_one).has_value());
  EXPECT_EQ(stored_count(*this->sink_), 2);
}

// "One colliding solve id put the same conflict key twice into a batch": nothing synced for 18
// days.
TYPED_TEST(SinkContract, TheSameKeyTwiceInABatchIsOneRow) {
  ASSERT_TRUE(this->sink_->lanes().has_value());
  ASSERT_TRUE(transact(*this->sink_, {}, at(1), [](const RowAccess& rows) {
    for (std::int64_t i = 1; i <= 3; ++i) {
      auto row = keyed<StatsRow>(kAda);
      row.odl_solves_stored = i;
      rows.put(row);
    }
  }));
  EXPECT_EQ(stored_count(*this->sink_), 3);
}

// Nothing that the vendor can send may stop a store for ever.
TYPED_TEST(SinkContract, APoisonousItemDoesNotStopTheStore) {
  ASSERT_TRUE(this->sink_->lanes().has_value());
  const auto poison = [](const RowAccess& rows) {
    auto row = keyed<projections::SolveRow>(kAda, events::Feed::odl, std::string("a\0b", 3),
                                            std::int64_t{1}, std::int64_t{2},
                                            VendorTime{std::numeric_limits<std::int64_t>::max()});
    row.challenge_title = "\xED\xA0\x80 \xFF";
    row.raw_payload = {{std::string("k\0", 2), std::string("v\0", 2)}, {"big", 1e300}};
    rows.put(row);
  };
  EXPECT_TRUE(transact(*this->sink_, {}, at(1), poison).has_value());
  EXPECT_EQ(this->sink_->rows_of(projections::SolveRow::kTable).value().size(), 1U);
}

}  // namespace
}  // namespace lockstep
