#include "adapters/http/shown.h"

#include <boost/core/demangle.hpp>

namespace lockstep::http {

using boost::json::array;
using boost::json::object;

namespace {

std::string own_name(const std::type_info& type) {
  const auto whole = boost::core::demangle(type.name());
  return whole.substr(whole.rfind(':') + 1);
}

}  // namespace

object or_null(object schema) {
  if (!schema.contains("type"))
    return {{"anyOf", array{std::move(schema), object{{"type", "null"}}}}};
  schema["type"] = array{schema["type"], "null"};
  return schema;
}

object named_schema(Schemas& schemas, std::string_view name, const std::type_info& type,
                    SchemaOf make) {
  const auto used = name.empty() ? own_name(type) : std::string(name);
  // First the place: it may refer to itself.
  if (const auto [at, is_new] = schemas.try_emplace(used); is_new) at->second = make(schemas);
  return {{"$ref", "#/components/schemas/" + used}};
}

void ObjectSchema::add(std::string_view name, object schema, bool required) {
  properties_[name] = std::move(schema);
  if (required) required_.push_back(boost::json::string(name));
}

object ObjectSchema::done() && {
  object out{{"type", "object"}};
  if (!properties_.empty()) out["properties"] = std::move(properties_);
  if (!required_.empty()) out["required"] = std::move(required_);
  return out;
}

}  // namespace lockstep::http
