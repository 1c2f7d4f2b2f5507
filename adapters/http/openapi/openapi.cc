#include "adapters/http/openapi/openapi.h"

#include <algorithm>

#include "adapters/http/api/handlers.h"
#include "base/ascii.h"

namespace lockstep::http {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;

constexpr int kMaxPage = 500;
constexpr std::string_view kUuid = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(at), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

bool drop_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

object ref(std::string_view schema) {
  return {{"$ref", "#/components/schemas/" + std::string(schema)}};
}

// Of a type that is one word.
object schema_of_word(std::string_view type) {
  if (type.front() >= 'A' && type.front() <= 'Z') return ref(type);
  if (type == "id") return {{"type", "string"}, {"format", "uuid"}, {"pattern", kUuid}};
  if (type == "run") return {{"type", "string"}, {"pattern", "^[A-Za-z0-9_-]{1,64}$"}};
  if (type == "email") return {{"type", "string"}, {"format", "email"}};
  if (type == "date") return {{"type", "string"}, {"format", "date"}};
  if (type == "time") return {{"type", "string"}, {"format", "date-time"}};
  return {{"type", type}};
}

object schema_of_type(std::string_view type) {
  if (drop_suffix(type, "?")) {
    auto schema = schema_of_type(type);
    if (!schema.contains("type"))
      return {{"anyOf", array{std::move(schema), object{{"type", "null"}}}}};
    schema["type"] = array{schema["type"], "null"};
    return schema;
  }
  if (drop_suffix(type, "[]")) return {{"type", "array"}, {"items", schema_of_type(type)}};
  if (drop_suffix(type, "{}"))
    return {{"type", "object"}, {"additionalProperties", schema_of_type(type)}};
  return schema_of_word(type);
}

object schema_of(const SchemaText& text) {
  object properties;
  array required;
  for (const auto member : split(text.members, ' ')) {
    const auto colon = member.find(':');
    auto name = member.substr(0, colon);
    if (!drop_suffix(name, "~")) required.push_back(string(name));
    properties[name] = schema_of_type(member.substr(colon + 1));
  }
  object out{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) out["required"] = std::move(required);
  return out;
}

object schemas() {
  object out;
  for (auto& [name, values] : enum_schemas())
    out[name] = object{{"type", "string"}, {"enum", std::move(values)}};
  for (const auto& text : schema_texts()) out[text.name] = schema_of(text);
  out["Document"] = object{{"type", "object"}};
  return out;
}

object schema_of_parameter(std::string_view name) {
  if (name == "limit") return {{"type", "integer"}, {"minimum", 1}, {"maximum", kMaxPage}};
  if (name == "minPosition" || name == "after") return {{"type", "integer"}, {"minimum", 0}};
  if (name == "status") return ref("CompetitorStatus");
  if (name == "coachId") return schema_of_type("id");
  return schema_of_type(name == "dryRun" ? "boolean" : "string");
}

object parameter(std::string_view name, std::string_view in, object schema) {
  return {{"name", name}, {"in", in}, {"required", in == "path"}, {"schema", std::move(schema)}};
}

object header(std::string_view name, std::string_view type) {
  return parameter(name, "header", schema_of_type(type));
}

array parameters_of(const Route& route) {
  const auto& text = route.says;
  array out;
  for (const auto segment : split(route.pattern, '/'))
    if (segment.starts_with('{')) {
      const auto name = segment.substr(1, segment.size() - 2);
      out.push_back(parameter(name, "path", schema_of_type(name == "run" ? name : "id")));
    }
  for (const auto name : route.parameters)
    out.push_back(parameter(name, "query", schema_of_parameter(name)));
  if (route.method != "GET") out.push_back(header("Idempotency-Key", "string"));
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

object answer(std::string_view description, std::string_view schema) {
  return {{"description", description}, {"content", content("application/json", ref(schema))}};
}

object responses_of(const Route& route) {
  const auto& text = route.says;
  object out;
  if (text.answer.empty())
    out["200"] = object{{"description", "Done."},
                        {"content", content(text.text_type, object{{"type", "string"}})}};
  else
    out[std::to_string(text.status)] = answer("Done.", text.answer);
  if (!text.dry_answer.empty()) out["200"] = answer("What would be done.", text.dry_answer);
  if (text.conditional && route.method == "GET") out["304"] = object{{"description", "As it was."}};
  // Who cannot work says so in the same words.
  if (text.answer == "Ready" || text.answer == "Health")
    out["503"] = answer("Not ready.", text.answer);
  out["default"] = object{{"description", "Not done."},
                          {"content", content("application/problem+json", ref("Problem"))}};
  return out;
}

object operation(const Route& route) {
  const auto& text = route.says;
  object out{{"operationId", route.name},
             {"summary", text.summary},
             {"parameters", parameters_of(route)},
             {"responses", responses_of(route)}};
  if (!text.body.empty())
    out["requestBody"] =
        object{{"required", true}, {"content", content("application/json", ref(text.body))}};
  array roles;
  for (const auto role : route.roles) roles.push_back(string(role));
  out["security"] = roles.empty() ? array{} : array{object{{"bearer", array{}}}};
  if (!roles.empty()) out["x-roles"] = std::move(roles);
  return out;
}

object paths() {
  object out;
  for (const auto& route : routes()) {
    auto& path = out[route.pattern];
    if (!path.is_object()) path = object{};
    path.get_object()[base::lower(std::string{route.method})] = operation(route);
  }
  return out;
}

}  // namespace

object openapi_document() {
  return {
      {"openapi", "3.1.0"},
      {"info", object{{"title", "Lockstep"}, {"version", "1"}}},
      {"servers", array{object{{"url", "/"}}}},
      {"paths", paths()},
      {"components", object{{"securitySchemes",
                             object{{"bearer", object{{"type", "http"}, {"scheme", "bearer"}}}}},
                            {"schemas", schemas()}}}};
}

Answered<Answer> get_openapi(Call& /*call*/) {
  static const std::string kDocument = boost::json::serialize(openapi_document());
  return Answer{200, kDocument, "application/json", {}};
}

}  // namespace lockstep::http
