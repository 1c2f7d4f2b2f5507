// JSON as answers of the vendor hold it, and what people in between make of it: a byte order mark
// before it, bytes that are no UTF-8 in it. The one place where bodies are parsed.
#pragma once
#include <optional>
#include <string>

#include <boost/json.hpp>

namespace lockstep::metactf {

/// Deeper is no JSON to us.
inline constexpr std::size_t kMaxNesting = 128;

struct JsonBody {
  boost::json::value value;
  /// What was parsed: UTF-8 without the mark. One character that is none costs itself alone, and
  /// reads as U+FFFD.
  std::string text;
};

/// None: it is no JSON. Numbers beyond all limits (1e999) are infinite in `value`.
std::optional<JsonBody> parse_body(const std::string& body);

}  // namespace lockstep::metactf
