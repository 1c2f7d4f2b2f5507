// How events become JSON: what is sealed stays out of the body, and what is damaged is noticed.
#include "events/codec.h"

#include <limits>

#include <gtest/gtest.h>

#include "events/any_event.h"
#include "events/envelope.h"

namespace lockstep::events {
namespace {

namespace json = boost::json;

const CoachFactsRecorded kFacts{
    .coach_id = {"coach-1"},
    .person = Sealed<CoachPerson>{{"Quillon", "Brackwater", "quillon@brackwater.test"}},
    .school_name = Sealed<std::optional<std::string>>{"Hill"},
    .region = {},
    .division = Division::college};

TEST(Codec, KeepsSealedMembersOutOfTheBody) {
  const auto stored = encode(kFacts);
  const auto body = json::serialize(stored.body);
  for (const auto* word : {"Quillon", "Brackwater", "quillon@", "person"})
    EXPECT_EQ(body.find(word), std::string::npos) << word;
  EXPECT_NE(json::serialize(stored.personal).find("Quillon"), std::string::npos);
}

TEST(Codec, ReadsBackWhatItWrote) {
  const auto stored = encode(kFacts);
  const auto event = decode<CoachFactsRecorded>(stored.body, stored.personal);
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_EQ(event.value(), kFacts);
}

TEST(Codec, WritesAnAbsentOptionalAsNullAndReadsItAsAbsent) {
  auto stored = encode(kFacts);
  EXPECT_TRUE(stored.body.at("region").is_null());
  EXPECT_EQ(decode<CoachFactsRecorded>(stored.body, stored.personal).value().region, std::nullopt);
}

TEST(Codec, WritesNothingPersonalWhenItWasNeverGiven) {
  EXPECT_TRUE(encode(CoachFactsRecorded{}).personal.empty());
}

TEST(Codec, NamesTheBadMemberAndNotItsValue) {
  auto stored = encode(kFacts);
  stored.personal["person"] = {{"first_name", "Quillon"}, {"last_name", 7}};
  const auto event = decode<CoachFactsRecorded>(stored.body, stored.personal);
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().code, Errc::corrupt);
  EXPECT_EQ(event.error().detail, "coach.facts_recorded.v1: bad field person");
}

TEST(Codec, RefusesAnUnknownTypeBecauseTheSetIsClosed) {
  const auto event = decode_as<AllEvents>("coach.promoted.v1", {}, {});
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().type, "event-unknown");
}

TEST(Codec, RefusesAnEnumeratorItDoesNotKnow) {
  Division division{};
  EXPECT_TRUE(from_json(json::value("college"), division));
  EXPECT_EQ(division, Division::college);
  EXPECT_FALSE(from_json(json::value("kindergarten"), division));
  EXPECT_FALSE(from_json(json::value(1), division));
  EXPECT_EQ(enum_from_name<Division>("College"), std::nullopt);
}

TEST(Codec, RefusesNumbersThatDoNotFit) {
  std::int64_t wide{};
  EXPECT_TRUE(from_json(json::value(std::numeric_limits<std::int64_t>::max()), wide));
  EXPECT_FALSE(from_json(json::value(std::numeric_limits<std::uint64_t>::max()), wide));
  EXPECT_FALSE(from_json(json::value(1.0), wide));
  EXPECT_FALSE(from_json(json::value("1"), wide));
  std::uint8_t narrow{};
  EXPECT_TRUE(from_json(json::value(255), narrow));
  EXPECT_FALSE(from_json(json::value(256), narrow));
  EXPECT_FALSE(from_json(json::value(-1), narrow));
}

TEST(Codec, CarriesContainersWhole) {
  const std::map<std::string, std::set<std::string>> value{{"a", {"x", "y"}}, {"b", {}}};
  std::map<std::string, std::set<std::string>> back{{"left over", {}}};
  ASSERT_TRUE(from_json(to_json(value), back));
  EXPECT_EQ(back, value);
  std::vector<std::int64_t> numbers{9};
  EXPECT_FALSE(from_json(json::value{1, "two"}, numbers));
  EXPECT_FALSE(from_json(json::value("no list"), numbers));
}

TEST(Codec, KeepsAnyJsonOfTheVendorAsItCame) {
  const auto raw = json::parse(R"({"new_field":[1,{"deep":null}],"x":0.25})");
  json::value back;
  ASSERT_TRUE(from_json(to_json(raw), back));
  EXPECT_EQ(back, raw);
}

TEST(Codec, RefusesWhatItCouldNotReadAgain) {
  for (const auto* text : {"1e999", "-1e309", "[0,{\"deep\":2e308}]"}) {
    json::value back;
    EXPECT_FALSE(from_json(json::parse(text), back)) << text;
  }
}

TEST(Sealed, DoesNotPrint) {
  EXPECT_EQ(testing::PrintToString(Sealed<std::string>{"zephyrine"}), "<sealed>");
  EXPECT_EQ(testing::PrintToString(Sealed<std::string>{}), "<sealed>");
}

TEST(Sealed, ReadsAsEmptyWhenItWasErased) {
  EXPECT_FALSE(Sealed<std::string>{}.readable());
  EXPECT_EQ(Sealed<std::string>{}.reveal(), "");
  EXPECT_TRUE(Sealed<std::string>{""}.readable());
}

TEST(StoredEvent, IsDecodedFromItsTextsAndRefusedWhenTheyAreNoJson) {
  StoredEvent stored;
  stored.type = CoachFactsRecorded::kType;
  const auto texts = encode(kFacts);
  stored.body = json::serialize(texts.body);
  stored.personal = json::serialize(texts.personal);
  const auto event = decode(stored);
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_EQ(std::get<CoachFactsRecorded>(event.value()), kFacts);
  for (const auto* bad : {"{", "[1]", "null", "{} x"}) {
    stored.body = bad;
    ASSERT_FALSE(decode(stored)) << bad;
    EXPECT_EQ(decode(stored).error().code, Errc::corrupt);
  }
}

}  // namespace
}  // namespace lockstep::events
