// Rows to values and back, and the one form of text and JSON.
#include <gtest/gtest.h>

#include "projections/row_codec.h"
#include "projections/row_key.h"

namespace lockstep::projections {
namespace {

TEST(RowCodec, EveryTableHasItsKeyFirstAndNoNullableKey) {
  ASSERT_EQ(tables().size(), std::variant_size_v<AnyRow>);
  for (const auto& table : tables()) {
    ASSERT_GE(table.columns.size(), table.key_columns) << table.name;
    for (std::size_t i = 0; i < table.key_columns; ++i)
      EXPECT_FALSE(table.columns[i].nullable) << table.name;
  }
}

TEST(RowCodec, ARowComesBackAsItWas) {
  auto row = keyed<SolveRow>(CompetitorId{"ada"}, std::string("odl"), std::string("e"),
                             std::int64_t{-1}, std::int64_t{2}, VendorTime{3});
  row.metactf_user_id = MetactfUserId{7};
  row.raw_payload = {{"b", 1}, {"a", nullptr}};
  row.position = Position{12};
  const auto back = from_values(kTableIndex<SolveRow>, to_values(row));
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<SolveRow>(*back), row);
}

TEST(RowCodec, ValuesThatDoNotFitAreNoRow) {
  auto values = to_values(keyed<StatsRow>(CompetitorId{"ada"}));
  values[0] = std::monostate{};
  EXPECT_FALSE(from_values(kTableIndex<StatsRow>, values));
  values.pop_back();
  EXPECT_FALSE(from_values(kTableIndex<StatsRow>, values));
}

TEST(RowCodec, OneKeyIsOneTextAndOtherKeysAreOthers) {
  const auto text = [](const std::string& id, const std::string& event) {
    return key_text(keyed<FlashEventRow>(CompetitorId{id}, event));
  };
  EXPECT_EQ(text("a", "b"), text("a", "b"));
  EXPECT_NE(text("a|1:b", "c"), text("a", "b|1:c"));
  EXPECT_NE(text("a", ""), text("", "a"));
}

TEST(CanonicalJson, IsOneTextForEqualValues) {
  const auto canonical = [](const char* text) { return canonical_json(boost::json::parse(text)); };
  EXPECT_EQ(canonical(R"({"b": [1, 2.50, null], "a": "x"})"), R"({"a":"x","b":[1,2.5,null]})");
  EXPECT_EQ(canonical("[[[]], {}, [{}]]"), "[[[]],{},[{}]]");
  EXPECT_EQ(canonical("100.0"), "100");
  EXPECT_EQ(canonical("1e18"), "1000000000000000000");
  EXPECT_EQ(canonical("-0.0"), "0");
  EXPECT_EQ(canonical(R"("\u0000")"), "\"\xEF\xBF\xBD\"");
}

TEST(CleanText, KeepsTextAndReplacesWhatNoStoreCouldHold) {
  EXPECT_EQ(clean_text("Émile 日本語 😀"), "Émile 日本語 😀");
  EXPECT_EQ(clean_text(std::string("a\0b", 3)),
            "a\xEF\xBF\xBD"
            "b");
  for (const auto* bad : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82"})
    EXPECT_EQ(clean_text(clean_text(bad)), clean_text(bad)) << "once is enough";
  EXPECT_EQ(clean_text("\xC3"), "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace lockstep::projections
