// What reading the vendor's answers has in common: the document, ids, and what is kept as it came.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/metactf/answers.h"
#include "adapters/metactf/json_body.h"
#include "adapters/metactf/object_reader.h"
#include "events/result.h"

namespace lockstep::metactf {

/// No JSON, and `"success": false` whatever else it says, are problems.
Parsed<JsonBody> read_json(const std::string& body);

/// Runs `read(document, problem)` over the body and fails if it found a problem.
template <class Read>
auto read_document(const std::string& body, Read read)
    -> Parsed<decltype(read(std::declval<const JsonBody&>(), std::declval<std::string&>()))> {
  LOCKSTEP_TRY(const auto document, read_json(body));
  std::string problem;
  auto out = read(document, problem);
  if (!problem.empty()) return Problem{std::move(problem)};
  return out;
}

/// An id of ours, in our form: not everybody keeps the case. A stranger's stays as it is.
std::string id_in(ObjectReader& in, std::string_view name);

/// More than this of one thing is not kept: events have a limit.
inline constexpr std::size_t kMaxKeptBytes = 64U << 10U;

/// A part of an answer, for the log.
struct Kept {
  boost::json::value raw;  ///< Null when the log could not hold it, or `text` says it all.
  std::optional<std::string> text;
  bool too_large = false;  ///< Then it is not kept at all.
};
/// `text` is the value's own.
Kept keep(const boost::json::value& value, std::string_view text);

}  // namespace lockstep::metactf
