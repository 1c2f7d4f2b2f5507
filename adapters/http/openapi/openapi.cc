#include "adapters/http/openapi/openapi.h"

#include <algorithm>
#include <array>
#include <typeinfo>

#include "adapters/http/api/handlers.h"
#include "adapters/http/problem_body.h"
#include "base/ascii.h"
#include "events/competitor_status.h"
#include "projections/accounts/rows.h"

namespace lockstep::http {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;

constexpr int kMaxPage = 500;

std::vector<std::string_view> segments_of(std::string_view pattern) {
  std::vector<std::string_view> out;
  while (!pattern.empty()) {
    const auto end = std::min(pattern.find('/'), pattern.size());
    out.push_back(pattern.substr(0, end));
    pattern.remove_prefix(std::min(end + 1, pattern.size()));
  }
  return out;
}

object schema_of_segment(std::string_view name, Schemas& schemas) {
  if (name == "run") return {{"type", "string"}, {"pattern", "^[A-Za-z0-9_-]{1,64}$"}};
  return schema_of<CompetitorId>(schemas);
}

object schema_of_position(Schemas& /*schemas*/) {
  return {{"type", "integer"}, {"minimum", 0}};
}
object schema_of_limit(Schemas& /*schemas*/) {
  return {{"type", "integer"}, {"minimum", 1}, {"maximum", kMaxPage}};
}

/// What stands in the queries of several routes has a name of its own, so that generated clients
/// have one type for it.
struct SharedParameter {
  std::string_view name;
  std::string_view schema_name;
  SchemaOf schema;
};
constexpr std::array kShared = std::to_array<SharedParameter>({
    {"asOf", "Moment", schema_of<std::string>},
    {"coachId", "OfCoach", schema_of<CoachId>},
    {"cursor", "PageCursor", schema_of<std::string>},
    {"limit", "PageLimit", schema_of_limit},
    {"minPosition", "MinPosition", schema_of_position},
});

object schema_of_parameter(std::string_view name, Schemas& schemas) {
  const auto* const shared = std::ranges::find(kShared, name, &SharedParameter::name);
  if (shared != kShared.end())
    return named_schema(schemas, shared->schema_name, typeid(SharedParameter), shared->schema);
  if (name == "after") return schema_of_position(schemas);
  if (name == "status") return schema_of<events::CompetitorStatus>(schemas);
  if (name == "state") return schema_of<projections::FoundAccountState>(schemas);
  if (name == "dryRun") return schema_of<bool>(schemas);
  return schema_of<std::string>(schemas);
}

object parameter(std::string_view name, std::string_view in, object schema) {
  return {{"name", name}, {"in", in}, {"required", in == "path"}, {"schema", std::move(schema)}};
}

object header(std::string_view name, std::string_view type) {
  return parameter(name, "header", object{{"type", type}});
}

array parameters_of(const Route& route, Schemas& schemas) {
  const auto& text = route.says;
  array out;
  for (const auto segment : segments_of(route.pattern))
    if (segment.starts_with('{')) {
      const auto name = segment.substr(1, segment.size() - 2);
      out.push_back(parameter(name, "path", schema_of_segment(name, schemas)));
    }
  for (const auto name : route.parameters)
    out.push_back(parameter(name, "query", schema_of_parameter(name, schemas)));
  if (route.method != "GET") out.push_back(header("Idempotency-Key", "string"));
  if (!route.roles.empty()) out.push_back(header("On-Behalf-Of", "string"));
  if (text.text_type == "text/event-stream") out.push_back(header("Last-Event-ID", "integer"));
  if (text.conditional && route.method != "GET") out.push_back(header("If-Match", "string"));
  if (text.conditional && (route.method == "GET" || route.method == "PUT"))
    out.push_back(header("If-None-Match", "string"));
  return out;
}

object content(std::string_view type, object schema) {
  object media;
  media[type] = object{{"schema", std::move(schema)}};
  return media;
}

object answer(std::string_view description, object schema) {
  return {{"description", description},
          {"content", content("application/json", std::move(schema))}};
}

object responses_of(const Route& route, Schemas& schemas) {
  const auto& text = route.says;
  object out;
  if (text.answer == nullptr)
    out["200"] = object{{"description", "Done."},
                        {"content", content(text.text_type, schema_of<std::string>(schemas))}};
  else
    out[std::to_string(text.status)] = answer("Done.", text.answer(schemas));
  if (text.dry_answer != nullptr)
    out["200"] = answer("What would be done.", text.dry_answer(schemas));
  if (text.conditional && route.method == "GET") out["304"] = object{{"description", "As it was."}};
  if (text.or_503) out["503"] = answer("Not ready.", text.answer(schemas));
  out["default"] =
      object{{"description", "Not done."},
             {"content", content("application/problem+json", schema_of<ProblemBody>(schemas))}};
  return out;
}

object operation(const Route& route, Schemas& schemas) {
  const auto& text = route.says;
  object out{{"operationId", route.name},
             {"summary", text.summary},
             {"parameters", parameters_of(route, schemas)},
             {"responses", responses_of(route, schemas)}};
  if (text.body != nullptr)
    out["requestBody"] =
        object{{"required", true}, {"content", content("application/json", text.body(schemas))}};
  array roles;
  for (const auto role : route.roles) roles.push_back(string(role));
  out["security"] = roles.empty() ? array{} : array{object{{"bearer", array{}}}};
  if (!roles.empty()) out["x-roles"] = std::move(roles);
  return out;
}

object paths(Schemas& schemas) {
  object out;
  for (const auto& route : routes()) {
    auto& path = out[route.pattern];
    if (!path.is_object()) path = object{};
    path.get_object()[base::lower(std::string{route.method})] = operation(route, schemas);
  }
  return out;
}

}  // namespace

object openapi_document() {
  Schemas named;
  auto all_paths = paths(named);
  object schemas;
  for (auto& [name, schema] : named) schemas[name] = std::move(schema);
  return {
      {"openapi", "3.1.0"},
      {"info", object{{"title", "Lockstep"}, {"version", "1"}}},
      {"servers", array{object{{"url", "/"}}}},
      {"paths", std::move(all_paths)},
      {"components", object{{"securitySchemes",
                             object{{"bearer", object{{"type", "http"}, {"scheme", "bearer"}}}}},
                            {"schemas", std::move(schemas)}}}};
}

Answered<Answer> get_openapi(Call& /*call*/) {
  static const std::string kDocument = boost::json::serialize(openapi_document());
  return Answer{200, kDocument, "application/json", {}};
}

}  // namespace lockstep::http
