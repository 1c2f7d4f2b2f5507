// A JSON object from outside, read strictly.
#pragma once
#include <string_view>

#include <boost/json.hpp>

#include "adapters/http/problem.h"

namespace lockstep::http {

/// 400 for malformed or too deeply nested JSON, for anything but an object, and for a member that
/// stands in it twice (the last one winning would drop a fact). An empty text is an empty object.
Answered<boost::json::object> parse_object(std::string_view text);

}  // namespace lockstep::http
