// The description of the API, generated from the route table and the schemas in openapi_tables.cc.
#pragma once
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

namespace lockstep::http {

/// A schema of an object in one line: `name:type` per member, in order.
/// Types: string integer number boolean object, texts of a form (id email date time), or the name
/// of a schema. After it `[]` = an array of it, `{}` = a map to it; then `?` = may be null.
/// `name~` = may be absent.
struct SchemaText {
  std::string_view name;
  std::string_view members;
};
std::span<const SchemaText> schema_texts();
/// Texts that are one of few, by name: the values.
std::vector<std::pair<std::string_view, boost::json::array>> enum_schemas();

/// OpenAPI 3.1.
boost::json::object openapi_document();

}  // namespace lockstep::http
