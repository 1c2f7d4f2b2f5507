#include "tests/support/json_schema.h"

#include <algorithm>
#include <set>

namespace lockstep::testing_support {

namespace {

namespace json = boost::json;
using Problems = std::vector<std::string>;

// The last two are left to the public validator (tests/openapi).
const std::set<std::string_view> kKeywords{
    "$ref",   "type",   "enum", "anyOf", "items", "properties", "required", "additionalProperties",
    "format", "pattern"};

bool is_of(const json::value& value, std::string_view type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_bool();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  return type == "number" && value.is_number();
}

bool has_type(const json::value& value, const json::value& types) {
  if (const auto* several = types.if_array())
    return std::ranges::any_of(*several,
                               [&](const auto& type) { return is_of(value, type.as_string()); });
  return is_of(value, types.as_string());
}

class Check {
 public:
  Check(const json::value& document, Problems& out) : document_(document), out_(out) {}

  void operator()(const json::value& value, const json::object& schema,
                  const std::string& at) const {
    for (const auto& keyword : schema)
      if (!kKeywords.contains(keyword.key()))
        out_.push_back(at + ": keyword " + std::string(keyword.key()));
    if (const auto* ref = schema.if_contains("$ref"))
      return (*this)(value,
                     document_.at_pointer(std::string_view(ref->as_string()).substr(1)).as_object(),
                     at);
    if (const auto* types = schema.if_contains("type"); types && !has_type(value, *types))
      return out_.push_back(at + ": is no " + json::serialize(*types));
    if (const auto* values = schema.if_contains("enum");
        values && std::ranges::find(values->as_array(), value) == values->as_array().end())
      out_.push_back(at + ": is none of " + json::serialize(*values));
    if (const auto* any = schema.if_contains("anyOf")) any_of(value, any->as_array(), at);
    if (value.is_array()) items(value.get_array(), schema, at);
    if (value.is_object()) members(value.get_object(), schema, at);
  }

 private:
  void any_of(const json::value& value, const json::array& schemas, const std::string& at) const {
    Problems all;
    for (const auto& schema : schemas) {
      Problems found;
      Check{document_, found}(value, schema.as_object(), at);
      if (found.empty()) return;
      all.insert(all.end(), found.begin(), found.end());
    }
    out_.insert(out_.end(), all.begin(), all.end());
  }

  void items(const json::array& values, const json::object& schema, const std::string& at) const {
    const auto* each = schema.if_contains("items");
    if (each == nullptr) return;
    for (std::size_t i = 0; i < values.size(); ++i)
      (*this)(values[i], each->as_object(), at + "/" + std::to_string(i));
  }

  void members(const json::object& value, const json::object& schema, const std::string& at) const {
    if (const auto* required = schema.if_contains("required"))
      for (const auto& name : required->as_array())
        if (!value.contains(name.as_string()))
          out_.push_back(at + ": lacks " + std::string(name.as_string()));
    const auto* known = schema.if_contains("properties");
    const auto* others = schema.if_contains("additionalProperties");
    for (const auto& member : value) {
      const auto place = at + "/" + std::string(member.key());
      const auto* own = known == nullptr ? nullptr : known->as_object().if_contains(member.key());
      if (own != nullptr)
        (*this)(member.value(), own->as_object(), place);
      else if (others != nullptr)
        (*this)(member.value(), others->as_object(), place);
      else if (known != nullptr)
        out_.push_back(place + ": is not described");
    }
  }

  const json::value& document_;
  Problems& out_;
};

}  // namespace

Problems schema_problems(const json::value& value, const json::object& schema,
                         const json::value& document) {
  Problems out;
  Check{document, out}(value, schema, "");
  return out;
}

}  // namespace lockstep::testing_support
