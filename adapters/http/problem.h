// Errors as RFC 9457 problem details, and the one table from Errc to HTTP status.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/outcome.hpp>

#include "events/result.h"

namespace lockstep::http {

struct Answer;

/// One thing that is wrong with a body. Names members by JSON pointer and never quotes what was
/// sent.
struct FieldProblem {
  std::string pointer;
  std::string detail;
};

/// Why a request was not done. Holds no personal data: it is sent and logged as it is.
struct Problem {
  Problem(Error why);  // NOLINT(google-explicit-constructor): lets LOCKSTEP_TRY pass errors on.
  Problem(int http_status, Error why);

  int status;
  Error error;
  std::vector<FieldProblem> errors;
  std::optional<std::string> parameter;  ///< Of the address, by a name that this API has.
  std::optional<std::uint64_t> version;  ///< The present one, when another was required.
  std::vector<std::pair<std::string, std::string>> headers;
};

template <class T>
using Answered = boost::outcome_v2::basic_result<T, Problem, boost::outcome_v2::policy::terminate>;

[[nodiscard]] int status_of(Errc code);
/// Whether the same request may succeed later without anybody changing it.
[[nodiscard]] bool is_retryable(const Problem& problem);
/// `application/problem+json`, with Retry-After and WWW-Authenticate where they belong.
[[nodiscard]] Answer problem_answer(const Problem& problem);
/// 400 for a parameter of the query. Empty: for one that is not known, and so not repeated.
[[nodiscard]] Problem bad_parameter(std::string_view name, std::string detail,
                                    std::string remedy = {});
/// What is refused for what its status says.
[[nodiscard]] Problem problem_of_status(int status);

}  // namespace lockstep::http
