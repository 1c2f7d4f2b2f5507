#include "adapters/http/json_object.h"

#include <string>

namespace lockstep::http {

namespace {

constexpr std::size_t kMaxDepth = 32;

Problem unreadable(std::string type, std::string detail) {
  return {400, {Errc::invalid, std::move(type), std::move(detail), ""}};
}

// Of a JSON object that is known to be well formed: how many members were written.
std::size_t members_written(std::string_view json) {
  std::size_t commas = 0;
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == ',' && depth == 1) {
      ++commas;
    }
  }
  return commas + 1;
}

}  // namespace

Answered<boost::json::object> parse_object(std::string_view text) {
  if (text.empty()) return boost::json::object{};
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::system::error_code failed;
  auto value = boost::json::parse(text, failed, {}, options);
  if (failed == boost::json::error::too_deep)
    return unreadable("json-too-deep", "The body is nested more deeply than is accepted.");
  if (failed) return unreadable("json-malformed", "The body is not well-formed JSON.");
  if (!value.is_object()) return unreadable("json-not-object", "The body is not a JSON object.");
  auto& object = value.get_object();
  if (!object.empty() && members_written(text) != object.size())
    return unreadable("json-duplicate-member", "A member stands in the body more than once.");
  return std::move(object);
}

}  // namespace lockstep::http
