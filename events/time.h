// Our clock's and the vendor's times as text (base/time.h).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "events/ids.h"

namespace lockstep {

/// RFC 3339, UTC, with milliseconds.
std::string rfc3339(Timestamp time);
/// RFC 3339, UTC, whole seconds.
std::string rfc3339(VendorTime time);
/// See base::moment_in().
std::optional<Timestamp> timestamp_in(std::string_view rfc3339);

}  // namespace lockstep
