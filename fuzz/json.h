// What the targets that read JSON ask of it.
#pragma once
#include <algorithm>

#include <boost/json.hpp>

namespace lockstep::fuzz {

/// A number with a fraction need not be the same when it is written and read again: Boost's last
/// digit may be another one.
inline bool has_fraction(const boost::json::value& value) {
  if (value.is_double()) return true;
  if (const auto* array = value.if_array()) return std::ranges::any_of(*array, has_fraction);
  const auto* object = value.if_object();
  return object != nullptr && std::ranges::any_of(*object, [](const auto& member) {
           return has_fraction(member.value());
         });
}

}  // namespace lockstep::fuzz
