// Numbers that JSON cannot write.
#pragma once
#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

namespace lockstep::base {

/// Every number in `value` can be written as JSON. Of `1e999` Boost.JSON 1.81 makes infinity, and
/// writes it as `Infinity`, which no reader takes.
inline bool is_finite(const boost::json::value& value) {
  if (const auto* number = value.if_double()) return std::isfinite(*number);
  if (const auto* array = value.if_array()) return std::ranges::all_of(*array, is_finite);
  const auto* object = value.if_object();
  return object == nullptr ||
         std::ranges::all_of(*object, [](const auto& member) { return is_finite(member.value()); });
}

}  // namespace lockstep::base
