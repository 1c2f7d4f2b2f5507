// Bodies of the admin routes: a JSON object with members that are known, and no others.
#pragma once
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace lockstep::metactf_mock {

/// None when it is no object or has a member that is not in `known`. An empty body is an empty
/// object.
inline std::optional<boost::json::value> object_with(
    const std::string& body, std::initializer_list<std::string_view> known) {
  if (body.empty()) return boost::json::object{};
  boost::system::error_code failed;
  auto value = boost::json::parse(body, failed);
  if (failed || !value.is_object()) return std::nullopt;
  for (const auto& member : value.get_object())
    if (std::ranges::find(known, std::string_view(member.key())) == known.end())
      return std::nullopt;
  return value;
}

}  // namespace lockstep::metactf_mock
