// Requests that servers have been confused by, and their good siblings. What follows each on its
// connection is one more request: whether that is served says where the first was taken to end.
#pragma once
#include <ostream>
#include <string>
#include <vector>

#include "adapters/http/wire/request_reader.h"

namespace lockstep::http::wire {

struct FramingCase {
  std::string name;  ///< Letters and digits.
  std::string bytes;
  int status;
  bool goes_on;  ///< The next request on the connection is served.
};

inline void PrintTo(const FramingCase& one, std::ostream* out) {
  *out << one.name;
}

/// Limits that the corpus knows: start line 200, head 1000, 20 headers, body 100, framing 300.
RequestLimits corpus_limits();
const std::vector<FramingCase>& framing_corpus();

}  // namespace lockstep::http::wire
