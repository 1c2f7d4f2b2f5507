// A described type as its JSON and as its schema: both say the same of every kind of member.
#include "adapters/http/shown.h"

#include <gtest/gtest.h>

#include "adapters/http/api/answers/operations.h"
#include "adapters/http/api/bodies.h"
#include "tests/support/json_schema.h"

namespace lockstep::http {

namespace json = boost::json;

namespace shown_test {

enum class Colour : std::uint8_t { light_blue, red };
BOOST_DESCRIBE_ENUM(Colour, light_blue, red)
enum class Stored : std::uint8_t { one, two };
BOOST_DESCRIBE_ENUM(Stored, one, two)

struct Inner {
  std::int64_t how_many;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (how_many))

struct Outer {
  std::string first_name;
  std::optional<std::string> maybe_null;
  LeftOut<bool> maybe_absent = {};
  LeftOut<std::optional<bool>> maybe_both = {};
  Inner inner;
  std::optional<Inner> other_inner;
  std::vector<Inner> many;
  std::map<std::string, double> by_name;
  Colour class_;
  std::optional<Stored> stored;
  boost::json::object anything;
};
BOOST_DESCRIBE_STRUCT(Outer, (),
                      (first_name, maybe_null, maybe_absent, maybe_both, inner, other_inner, many,
                       by_name, class_, stored, anything))

struct Forms {
  CoachId coach_id;
  Email email;
  Date born_on;
  Timestamp at;
  VendorTime there_at;
  Position position;
};
BOOST_DESCRIBE_STRUCT(Forms, (), (coach_id, email, born_on, at, there_at, position))

struct Foreign {
  static constexpr bool kVendorsWords = true;
  std::string syned_user_id;
};
BOOST_DESCRIBE_STRUCT(Foreign, (), (syned_user_id))

struct Tree {
  std::vector<Tree> branches;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (branches))

}  // namespace shown_test

template <>
inline constexpr std::string_view kSchemaName<shown_test::Stored> = "Kept";

namespace {

using namespace shown_test;  // NOLINT(google-build-using-namespace): what is shown.

Outer outer() {
  return {.first_name = "Ann",
          .maybe_null = {},
          .inner = {1},
          .other_inner = {},
          .many = {{2}, {3}},
          .by_name = {{"a b", 0.5}},
          .class_ = Colour::light_blue,
          .stored = Stored::two,
          .anything = {{"as_it_is", nullptr}}};
}

/// The schema of a T by its name, and those that it refers to.
template <class T>
json::object document_of() {
  Schemas schemas;
  json::object out{{"it", schema_of<T>(schemas)}};
  json::object named;
  for (const auto& [name, schema] : schemas) named[name] = schema;
  out["components"] = json::object{{"schemas", std::move(named)}};
  return out;
}

template <class T>
json::object schema_named(std::string_view name) {
  Schemas schemas;
  (void)schema_of<T>(schemas);
  return schemas.at(std::string(name));
}

std::vector<std::string> names_in(const json::object& object) {
  std::vector<std::string> out;
  for (const auto& member : object) out.emplace_back(member.key());
  return out;
}

TEST(JsonName, IsTheMembersWithoutItsUnderscores) {
  static_assert(JsonName{"first_name"}.text() == "firstName");
  EXPECT_EQ(JsonName{"id"}.text(), "id");
  EXPECT_EQ(JsonName{"flash_ctf_synced_at"}.text(), "flashCtfSyncedAt");
  EXPECT_EQ(JsonName{"last_24_hours"}.text(), "last24Hours");
  EXPECT_EQ(JsonName{"class_"}.text(), "class") << "a word of C++";
  EXPECT_EQ(JsonName::kept("first_name").text(), "first_name");
}

TEST(Shown, HasItsMembersInOrderAndNullForWhatIsEmpty) {
  EXPECT_EQ(json::serialize(json_of(outer())),
            R"({"firstName":"Ann","maybeNull":null,"inner":{"howMany":1},"otherInner":null,)"
            R"("many":[{"howMany":2},{"howMany":3}],"byName":{"a b":5E-1},"class":"light_blue",)"
            R"("stored":"two","anything":{"as_it_is":null}})");
}

TEST(Shown, LeavesOutWhatMayBeAbsentAndIs) {
  auto one = outer();
  EXPECT_FALSE(json_of(one).contains("maybeAbsent"));
  EXPECT_FALSE(json_of(one).contains("maybeBoth"));
  one.maybe_absent = {false};
  one.maybe_both.value.emplace();
  EXPECT_EQ(json_of(one).at("maybeAbsent"), false);
  EXPECT_TRUE(json_of(one).at("maybeBoth").is_null());
  one.maybe_both.value.emplace(true);
  EXPECT_EQ(json_of(one).at("maybeBoth"), true);
}

TEST(Shown, RequiresAllButWhatMayBeAbsent) {
  const auto schema = schema_named<Outer>("Outer");
  EXPECT_EQ(
      names_in(schema.at("properties").as_object()),
      (std::vector<std::string>{"firstName", "maybeNull", "maybeAbsent", "maybeBoth", "inner",
                                "otherInner", "many", "byName", "class", "stored", "anything"}));
  EXPECT_EQ(schema.at("required"), (json::array{"firstName", "maybeNull", "inner", "otherInner",
                                                "many", "byName", "class", "stored", "anything"}));
}

TEST(Shown, SaysOfEveryMemberOfWhichKindItIs) {
  const auto schema = schema_named<Outer>("Outer");
  const auto says = [&](std::string_view member) {
    return json::serialize(schema.at("properties").at(member));
  };
  EXPECT_EQ(says("firstName"), R"({"type":"string"})");
  EXPECT_EQ(says("maybeNull"), R"({"type":["string","null"]})");
  EXPECT_EQ(says("maybeAbsent"), R"({"type":"boolean"})");
  EXPECT_EQ(says("maybeBoth"), R"({"type":["boolean","null"]})");
  EXPECT_EQ(says("inner"), R"({"$ref":"#/components/schemas/Inner"})");
  EXPECT_EQ(says("otherInner"),
            R"({"anyOf":[{"$ref":"#/components/schemas/Inner"},{"type":"null"}]})");
  EXPECT_EQ(says("many"), R"({"type":"array","items":{"$ref":"#/components/schemas/Inner"}})");
  EXPECT_EQ(says("byName"), R"({"type":"object","additionalProperties":{"type":"number"}})");
  EXPECT_EQ(says("class"), R"({"$ref":"#/components/schemas/Colour"})");
  EXPECT_EQ(says("stored"), R"({"anyOf":[{"$ref":"#/components/schemas/Kept"},{"type":"null"}]})");
  EXPECT_EQ(says("anything"), R"({"type":"object"})");
}

TEST(Shown, DescribesWhatItRefersTo) {
  Schemas schemas;
  EXPECT_EQ(json::serialize(schema_of<std::vector<Outer>>(schemas)),
            R"({"type":"array","items":{"$ref":"#/components/schemas/Outer"}})");
  ASSERT_EQ(schemas.size(), 4U);
  EXPECT_EQ(json::serialize(schemas.at("Colour")),
            R"({"type":"string","enum":["light_blue","red"]})");
  EXPECT_EQ(json::serialize(schemas.at("Kept")), R"({"type":"string","enum":["one","two"]})");
  EXPECT_EQ(json::serialize(schemas.at("Inner")),
            R"({"type":"object","properties":{"howMany":{"type":"integer"}},)"
            R"("required":["howMany"]})");
}

TEST(Shown, MayReferToItself) {
  const auto schema = schema_named<Tree>("Tree");
  EXPECT_EQ(schema.at("properties").at("branches").at("items").at("$ref"),
            "#/components/schemas/Tree");
  EXPECT_EQ(json::serialize(json_of(Tree{{Tree{}, Tree{}}})),
            R"({"branches":[{"branches":[]},{"branches":[]}]})");
}

TEST(Shown, HasTextsOfAForm) {
  const Forms one{{"a-uuid"}, {"ann@school.org"}, {"2010-01-31"}, {1'000}, {1}, {7}};
  EXPECT_EQ(json::serialize(json_of(one)),
            R"({"coachId":"a-uuid","email":"ann@school.org","bornOn":"2010-01-31",)"
            R"("at":"1970-01-01T00:00:01.000Z","thereAt":"1970-01-01T00:00:01Z","position":7})");
  const auto properties = schema_named<Forms>("Forms").at("properties").as_object();
  EXPECT_EQ(properties.at("coachId").at("format"), "uuid");
  EXPECT_EQ(properties.at("email").at("format"), "email");
  EXPECT_EQ(properties.at("bornOn").at("format"), "date");
  EXPECT_EQ(properties.at("at").at("format"), "date-time");
  EXPECT_EQ(properties.at("thereAt").at("format"), "date-time");
  EXPECT_EQ(properties.at("position").at("type"), "integer");
}

TEST(Shown, KeepsTheVendorsWordsWhereTheyAreItsOwn) {
  EXPECT_EQ(json::serialize(json_of(Foreign{"a"})), R"({"syned_user_id":"a"})");
  EXPECT_TRUE(
      schema_named<Foreign>("Foreign").at("properties").as_object().contains("syned_user_id"));
}

TEST(Shown, IsWhatItsSchemaSays) {
  const auto document = document_of<Outer>();
  auto one = outer();
  const auto problems = [&] {
    return testing_support::schema_problems(json_of(one), document.at("it").as_object(), document);
  };
  EXPECT_TRUE(problems().empty());
  one.maybe_null = "here";
  one.maybe_both.value.emplace();
  one.other_inner = Inner{4};
  one.stored.reset();
  EXPECT_TRUE(problems().empty());
}

TEST(Shown, HasAnyMembersWhenItDescribesNone) {
  Schemas schemas;
  (void)schema_of<answers::Document>(schemas);
  EXPECT_EQ(json::serialize(schemas.at("Document")), R"({"type":"object"})");
}

TEST(ShownBody, IsWhatIsReadFromIt) {
  Schemas schemas;
  EXPECT_EQ(json::serialize(schema_of<bodies::TeamFacts>(schemas)),
            R"({"$ref":"#/components/schemas/TeamFacts"})");
  const auto& schema = schemas.at("TeamFacts");
  EXPECT_FALSE(schema.contains("required")) << "what is absent stays as it is";
  const auto& members = schema.at("properties").as_object();
  EXPECT_EQ(names_in(members),
            (std::vector<std::string>{"coachId", "name", "division", "affiliation"}));
  EXPECT_EQ(members.at("coachId").at("format"), "uuid");
  EXPECT_EQ(members.at("affiliation").at("type"), (json::array{"string", "null"}));
  const json::object sent{{"name", "Apes"}, {"division", "college"}, {"affiliation", nullptr}};
  domain::ChangeTeamFacts change;
  Fields fields{sent};
  fields.read<bodies::TeamFacts>(change);
  EXPECT_TRUE(fields.finish().has_value());
  EXPECT_EQ(change.name, "Apes");
  EXPECT_EQ(change.division, events::Division::college);
  ASSERT_TRUE(change.affiliation.has_value());
  EXPECT_FALSE(change.affiliation->has_value());
  EXPECT_FALSE(change.coach_id.has_value());
  EXPECT_TRUE(fields.lacks_required());
}

TEST(ShownBody, OfRemovalsNamesOneOrNone) {
  struct Read {
    bool accepted = false;
    std::optional<CompetitorId> one;
    bool operator==(const Read&) const = default;
  };
  const auto read = [](const json::object& sent) {
    bodies::WhichRemovals out;
    Fields fields{sent};
    fields.read<bodies::WhichRemovals>(out);
    EXPECT_FALSE(fields.lacks_required());
    return Read{.accepted = fields.finish().has_value(), .one = out.competitor_id.value};
  };
  EXPECT_EQ(read({}), (Read{.accepted = true, .one = {}})) << "all of them";
  EXPECT_EQ(read({{"competitorId", nullptr}}), Read{}) << "a mistake, not all of them";
  EXPECT_EQ(read({{"competitorId", "0190F000-0000-7000-8000-000000000001"}}),
            (Read{.accepted = true, .one = CompetitorId{"0190f000-0000-7000-8000-000000000001"}}));
}

}  // namespace
}  // namespace lockstep::http
