// An id of a test as others may spell it: the same thing.
#pragma once
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "tests/support/test_id.h"

namespace lockstep::testing_support {

/// In capitals.
inline std::string loud(std::string id) {
  std::ranges::transform(id, id.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return id;
}
/// test_id() in capitals.
inline std::string loud_id(std::string_view word) {
  return loud(test_id(word));
}

}  // namespace lockstep::testing_support
