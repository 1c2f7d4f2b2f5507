// Where the vendor is, taken apart.
#pragma once
#include <string>
#include <string_view>

#include "events/result.h"

namespace lockstep::metactf {

struct BaseUrl {
  std::string origin;  ///< `scheme://host[:port]`
  std::string path;    ///< Begins with '/' or is empty; never ends with '/'.
  bool operator==(const BaseUrl&) const = default;
};

/// http or https, a host, optionally a port and a path; no user, query or fragment. Errc::invalid
/// otherwise.
Result<BaseUrl> parse_base_url(std::string_view text);

}  // namespace lockstep::metactf
