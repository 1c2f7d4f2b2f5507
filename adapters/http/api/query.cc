#include "adapters/http/api/query.h"

#include <algorithm>
#include <array>

#include "adapters/http/text.h"
#include "base/text.h"
#include "base/url.h"
#include "base/uuid.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kMaxParameterBytes = 512;

// Its name is not repeated: anything may have been typed there.
Problem unknown_parameter(std::span<const std::string_view> known) {
  return bad_parameter(
      "", "The query has a parameter that is not known here. Known: " + listed(known) + ".");
}

}  // namespace

Answered<Query> Query::parse(std::string_view text, std::span<const std::string_view> allowed) {
  Query out;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = base::query_decoded(pair.substr(0, equals));
    const auto value = base::query_decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return bad_parameter("", "The query is not well encoded.");
    if (std::find(allowed.begin(), allowed.end(), *name) == allowed.end())
      return unknown_parameter(allowed);
    if (!out.parameters_.emplace(*name, *value).second)
      return bad_parameter(*name, "A parameter stands in the query more than once.");
  }
  return out;
}

Answered<std::optional<std::string>> Query::text(const std::string& name) const {
  const auto found = parameters_.find(name);
  if (found == parameters_.end()) return std::optional<std::string>{};
  if (found->second.empty())
    return bad_parameter(name, "`" + name + "` is empty. Leave it out, or give it a value.");
  if (found->second.size() > kMaxParameterBytes || base::has_control(found->second))
    return bad_parameter(name, "`" + name + "` is too long or has control characters.");
  return std::optional<std::string>{found->second};
}

Answered<std::optional<std::string>> Query::search(const std::string& name) const {
  const auto found = parameters_.find(name);
  if (found != parameters_.end() && found->second.empty()) return std::optional<std::string>{};
  return text(name);
}

Answered<std::size_t> Query::limit(std::size_t by_default, std::size_t max) const {
  const auto found = parameters_.find("limit");
  if (found == parameters_.end()) return by_default;
  const auto number = number_in(found->second);
  if (!number || *number == 0 || *number > max)
    return bad_parameter("limit", "`limit` must be 1 to " + std::to_string(max) + ".");
  return *number;
}

Answered<bool> Query::flag(const std::string& name) const {
  const auto found = parameters_.find(name);
  if (found == parameters_.end() || found->second == "false") return false;
  if (found->second == "true") return true;
  return bad_parameter(name, "`" + name + "` must be true or false.");
}

Answered<std::optional<Position>> Query::position(const std::string& name) const {
  const auto found = parameters_.find(name);
  if (found == parameters_.end()) return std::optional<Position>{};
  const auto number = number_in(found->second);
  if (!number)
    return bad_parameter(name, "`" + name + "` must be a position, as commands answer it.");
  return std::optional<Position>{Position{*number}};
}

std::string Query::filters() const {
  constexpr std::array<std::string_view, 3> kOthers{"cursor", "limit", "minPosition"};
  std::string out;
  for (const auto& [name, value] : parameters_)
    if (std::ranges::find(kOthers, name) == kOthers.end())
      out += name + "=" + base::with_normal_uuid(value) + "&";
  return out;
}

}  // namespace lockstep::http
