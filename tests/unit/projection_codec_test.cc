// Rows to values and back, and the one form of text and JSON.
#include <gtest/gtest.h>

#include "projections/rows.h"
#include "projections/tables/cached_table.h"
#include "projections/tables/row_key.h"

namespace lockstep::projections {
namespace {

TEST(RowCodec, EveryTableHasItsKeyFirstAndNoNullableKey) {
  ASSERT_EQ(tables().size(), boost::mp11::mp_size<AllTables>::value);
  for (const auto& table : tables()) {
    ASSERT_GE(table.columns.size(), table.key_columns) << table.name;
    for (std::size_t i = 0; i < table.key_columns; ++i)
      EXPECT_FALSE(table.columns[i].nullable) << table.name;
  }
}

TEST(RowCodec, ARowComesBackAsItWas) {
  auto row = keyed<SolveRow>(CompetitorId{"ada"}, events::Feed::odl, std::string("e"),
                             std::int64_t{-1}, std::int64_t{2}, VendorTime{3});
  row.metactf_user_id = MetactfUserId{7};
  row.raw_payload = {{"b", 1}, {"a", nullptr}};
  row.position = Position{12};
  const auto back = from_values<SolveRow>(to_values(row));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, row);
}

TEST(RowCodec, ValuesThatDoNotFitAreNoRow) {
  auto values = to_values(keyed<StatsRow>(CompetitorId{"ada"}));
  values[0] = std::monostate{};
  EXPECT_FALSE(from_values<StatsRow>(values));
  values.pop_back();
  EXPECT_FALSE(from_values<StatsRow>(values));
}

TEST(RowCodec, OneKeyIsOneTextAndOtherKeysAreOthers) {
  const auto text = [](const std::string& id, const std::string& event) {
    return key_text(keyed<FlashEventRow>(CompetitorId{id}, event));
  };
  EXPECT_EQ(text("a", "b"), text("a", "b"));
  EXPECT_NE(text("a|1:b", "c"), text("a", "b|1:c"));
  EXPECT_NE(text("a", ""), text("", "a"));
}

}  // namespace
}  // namespace lockstep::projections
