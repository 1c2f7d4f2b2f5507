// What the embedded store answers about whose things are.
#include "projections/tables/row_key.h"
#include "tests/contract/read_model/stores.h"

namespace lockstep {
namespace {

using projections::OwnerRow;
using read_store::SqliteReadStore;

TEST(OwnersOfStreams, AreFoundByStreamAndByCoachWithTheirPosition) {
  const auto store = testing_support::make_store<SqliteReadStore>();
  const OwnerRow ann{"competitor-ann", {"ada"}, Position{3}};
  const OwnerRow apes{"team-apes", {"ada"}, Position{5}};
  const OwnerRow ben{"competitor-ben", {"bob"}, Position{4}};
  const auto fold = [&](const projections::RowAccess& rows) {
    for (const auto& row : {ann, apes, ben}) rows.put(row);
  };
  ASSERT_TRUE(testing_support::write_all(*store, {}, {Position{7}, {}}, fold));
  const auto some =
      store->owners().owners_of({{"competitor", "ann"}, {"competitor", "nobody"}}).value();
  EXPECT_EQ(some.rows, std::vector{ann});
  EXPECT_EQ(some.position, Position{7});
  EXPECT_TRUE(store->owners().owners_of({}).value().rows.empty());
  const std::vector<StreamId> too_many(501, {"competitor", "ann"});
  EXPECT_FALSE(store->owners().owners_of(too_many));
  const auto owned = store->owners().owned_by({"ada"}).value();
  EXPECT_EQ(owned.rows.size(), 2U);
  EXPECT_EQ(owned.position, Position{7});
  EXPECT_TRUE(store->owners().owned_by({"nobody"}).value().rows.empty());
}

}  // namespace
}  // namespace lockstep
