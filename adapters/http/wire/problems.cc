#include "adapters/http/wire/problems.h"

#include <utility>

namespace lockstep::http::wire {

Problem malformed(std::string detail) {
  return {400, {Errc::invalid, "malformed-request", std::move(detail), ""}};
}

Problem too_slow() {
  return {408, {Errc::timeout, "request-timeout", "The request did not come in time.", ""}};
}

Problem expectation_unknown() {
  return {417,
          {Errc::invalid, "expectation-refused", "Only `Expect: 100-continue` is understood.", ""}};
}

Problem head_too_large() {
  return {431, {Errc::too_large, "head-too-large", "The headers are larger than allowed.", ""}};
}

Problem version_unknown() {
  return {505, {Errc::invalid, "version-refused", "This server speaks HTTP/1.1 and HTTP/1.0.", ""}};
}

}  // namespace lockstep::http::wire
