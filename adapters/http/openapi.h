// The description of the API, generated from the route table and the tables in openapi_tables.cc: a
// route without a row there is a failing test.
#pragma once
#include <span>
#include <string_view>

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
/// Texts that are one of few, separated by `|`.
struct EnumText {
  std::string_view name;
  std::string_view values;
};

/// What the route table does not say about a route.
struct RouteText {
  std::string_view method;
  std::string_view pattern;
  std::string_view summary;
  std::string_view answer;  ///< Schema of a success; empty = text.
  int status = 200;
  std::string_view body = {};        ///< Schema of the request's body; empty = none or `{}`.
  bool conditional = false;          ///< Takes If-Match; of GET: If-None-Match.
  std::string_view dry_answer = {};  ///< Of 200 with dryRun=true.
  std::string_view text_type = "text/plain";  ///< Of an answer without a schema.
};

std::span<const SchemaText> schema_texts();
std::span<const EnumText> enum_texts();
std::span<const RouteText> route_texts();

/// OpenAPI 3.1.
boost::json::object openapi_document();

}  // namespace lockstep::http
