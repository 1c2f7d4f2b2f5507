// The Date header: what the other side's clock says.
#pragma once
#include <chrono>
#include <optional>
#include <string_view>

namespace lockstep::metactf {

/// In any of the three forms of RFC 9110, 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday,
/// 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`; none for anything else. In seconds: of the
/// years that can be written, not all fit into what the system's clock counts.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace lockstep::metactf
