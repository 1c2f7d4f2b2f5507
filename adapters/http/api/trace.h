// Which request outside a request belongs to, as the W3C's Trace Context tells it.
#pragma once
#include <string>
#include <string_view>

namespace lockstep::http {

/// Of a `traceparent` header the part that every version has: version, trace id, parent id, flags.
/// Empty when it is not well formed; the W3C wants such a header ignored, not refused.
std::string trace_of(std::string_view traceparent);

}  // namespace lockstep::http
