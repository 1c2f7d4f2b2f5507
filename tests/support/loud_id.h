// An id of a test as others may spell it: the same thing.
#pragma once
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "tests/support/test_id.h"

namespace lockstep::testing_support {

/// test_id() in capitals.
inline std::string loud_id(std::string_view word) {
  auto out = test_id(word);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

}  // namespace lockstep::testing_support
