// The description of the API: whole, true, and the same in docs/openapi.json.
#include "adapters/http/openapi/openapi.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>

#include "adapters/http/api/api.h"
#include "base/uuid.h"
#include "tests/contract/http/described.h"
#include "tests/contract/http/fixture.h"
#include "tests/support/json_schema.h"

namespace lockstep::http {
namespace {

namespace json = boost::json;

const json::value& document() {
  static const json::value kDocument = openapi_document();
  return kDocument;
}

std::string lower(std::string_view method) {
  std::string out;
  for (const char c : method) out += static_cast<char>(c | 0x20);
  return out;
}

std::set<std::string> parameters(const json::object& operation, std::string_view in) {
  std::set<std::string> out;
  for (const auto& one : operation.at("parameters").as_array())
    if (one.at("in").as_string() == in) out.emplace(one.at("name").as_string());
  return out;
}

TEST(OpenApi, DescribesEveryRouteWithItsParametersRolesAndAnswers) {
  for (const auto& route : routes()) {
    const auto name = std::string(route.method) + " " + std::string(route.pattern);
    const auto* path = document().at("paths").as_object().if_contains(route.pattern);
    ASSERT_NE(path, nullptr) << name;
    const auto* found = path->as_object().if_contains(lower(route.method));
    ASSERT_NE(found, nullptr) << name;
    EXPECT_FALSE(route.says.summary.empty()) << name << " is described nowhere";
    const auto& operation = found->as_object();
    EXPECT_EQ(parameters(operation, "query"),
              std::set<std::string>(route.parameters.begin(), route.parameters.end()))
        << name;
    EXPECT_EQ(operation.at("security").as_array().empty(), route.roles.empty()) << name;
    if (!route.roles.empty()) {
      EXPECT_EQ(operation.at("x-roles").as_array().size(), route.roles.size()) << name;
    }
    EXPECT_TRUE(operation.at("responses").as_object().contains("default")) << name;
  }
}

TEST(OpenApi, NamesEveryRouteOnceAsAFunctionWouldBe) {
  std::set<std::string_view> names;
  for (const auto& route : routes()) {
    EXPECT_TRUE(names.insert(route.name).second) << route.name;
    EXPECT_TRUE(std::ranges::all_of(route.name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    })) << route.name;
    EXPECT_TRUE(route.name.front() >= 'a') << route.name;
  }
}

TEST(OpenApi, NamesEveryIdInAPath) {
  for (const auto& [pattern, path] : document().at("paths").as_object())
    for (const auto& [method, operation] : path.as_object()) {
      const auto braces = std::count(pattern.begin(), pattern.end(), '{');
      EXPECT_EQ(parameters(operation.as_object(), "path").size(), static_cast<std::size_t>(braces));
    }
}

// Generated clients then have one type for it, and a change is made once.
TEST(OpenApi, NamesTheSchemaOfAParameterThatSeveralRoutesTake) {
  std::map<std::string, std::vector<json::object>> schemas;
  for (const auto& [pattern, path] : document().at("paths").as_object())
    for (const auto& [method, operation] : path.as_object())
      for (const auto& one : operation.at("parameters").as_array())
        if (one.at("in").as_string() == "query")
          schemas[std::string(one.at("name").as_string())].push_back(one.at("schema").as_object());
  EXPECT_GT(schemas["minPosition"].size(), 5U);
  for (const auto& [name, all] : schemas) {
    if (all.size() < 2) continue;
    for (const auto& schema : all) EXPECT_EQ(schema, all.front()) << name;
    EXPECT_TRUE(all.front().contains("$ref")) << name << " is described anew at every route";
  }
}

TEST(OpenApi, TakesTheIdsThatTheRoutesTakeAndNoOthers) {
  Schemas named;
  const auto schema = schema_of<CoachId>(named);
  const std::regex pattern{std::string(schema.at("pattern").as_string())};
  const auto fits = [&](const std::string& id) { return std::regex_search(id, pattern); };
  EXPECT_TRUE(fits("1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"));
  EXPECT_TRUE(fits("1B9D6BCD-BBFD-4B2D-9B5D-AB8DFBBD4BED"));
  EXPECT_TRUE(fits("00000000-0000-0000-0000-000000000001"));
  EXPECT_TRUE(fits("10000000-0000-0000-0000-000000000000"));
  for (const auto* bad : {"00000000-0000-0000-0000-000000000000", "1b9d6bcd", "",
                          "{1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed}"}) {
    EXPECT_FALSE(fits(bad)) << bad;
    EXPECT_FALSE(base::normal_uuid(bad)) << bad;
  }
}

void check_refs(const json::value& value) {
  if (const auto* object = value.if_object()) {
    if (const auto* ref = object->if_contains("$ref")) {
      boost::system::error_code failed;
      EXPECT_NE(document().find_pointer(std::string_view(ref->as_string()).substr(1), failed),
                nullptr)
          << ref->as_string();
    }
    for (const auto& member : *object) check_refs(member.value());
  }
  if (const auto* array = value.if_array())
    for (const auto& item : *array) check_refs(item);
}

TEST(OpenApi, RefersToNothingThatIsNotThere) {
  check_refs(document());
}

// One member a line, so that a change reads well.
std::string pretty(const json::value& value, const std::string& indent = "\n") {
  const auto inner = indent + "  ";
  std::string out;
  if (value.is_object() && !value.get_object().empty()) {
    for (const auto& member : value.get_object())
      out += (out.empty() ? "{" : ",") + inner + json::serialize(json::string(member.key())) +
             ": " + pretty(member.value(), inner);
    return out + indent + "}";
  }
  if (value.is_array() && !value.get_array().empty()) {
    for (const auto& item : value.get_array())
      out += (out.empty() ? "[" : ",") + inner + pretty(item, inner);
    return out + indent + "]";
  }
  return json::serialize(value);
}

TEST(OpenApi, IsStoredInTheDocumentation) {
  const auto path = SOURCE_DIR "/docs/openapi.json";
  if (std::getenv("WRITE_REFERENCE") != nullptr) std::ofstream{path} << pretty(document()) << '\n';
  std::ifstream file{path};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(text, pretty(document()) + "\n")
      << "write it with WRITE_REFERENCE=1 contract_http_test --gtest_filter=OpenApi.*";
}

TEST(OpenApi, IsNotMetByWhatIsNotDescribed) {
  const auto problems = [](const json::value& value) {
    return testing_support::schema_problems(
        value, document().at_pointer("/components/schemas/HealthCheck").as_object(), document());
  };
  EXPECT_TRUE(problems({{"name", "log"}, {"ok", true}, {"detail", ""}}).empty());
  EXPECT_EQ(problems({{"name", "log"}, {"ok", "yes"}, {"detail", ""}}).size(), 1U);
  EXPECT_EQ(problems({{"name", "log"}, {"ok", true}}).size(), 1U);
  EXPECT_EQ(problems({{"name", "log"}, {"ok", true}, {"detail", ""}, {"more", 1}}).size(), 1U);
  EXPECT_FALSE(undescribed("GET", "/livez", 200, "application/json", R"({"alive":1})").empty());
  EXPECT_FALSE(undescribed("GET", "/livez", 201, "application/json", R"({"alive":true})").empty());
  EXPECT_TRUE(undescribed("GET", "/livez", 200, "application/json", R"({"alive":true})").empty());
}

class OpenApiRoute : public HttpTest {};

TEST_F(OpenApiRoute, IsOpenToEverybody) {
  const auto reply = get("/openapi.json", "");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json(), document());
}

}  // namespace
}  // namespace lockstep::http
