// Errors as values. A refusal by the domain, a damaged file, a vendor that is down: all are Errors.
#pragma once
#include <cstdint>
#include <string>

#include <boost/outcome.hpp>

namespace lockstep {

/// What kind of thing went wrong. HTTP status is one table from this (adapters/http/problem.cc).
enum class Errc : std::uint8_t {
  invalid,       ///< The request makes no sense as it stands.
  not_found,     ///< No such thing, or not visible to the caller.
  conflict,      ///< It makes sense, but not in the present state.
  mismatch,      ///< Same idempotency key, other content.
  stale,         ///< The expected version is not the present one.
  unauthorized,  ///< Nobody we know.
  forbidden,     ///< Known, but not allowed.
  too_large,     ///< A limit on size was passed.
  busy,          ///< A limit on load was passed: try again later.
  unavailable,   ///< Something we need is not there: try again later.
  timeout,       ///< No answer in time; the outcome is unknown.
  corrupt,       ///< What is stored cannot be what we stored.
};

/// Holds no personal data, ever: it is logged and sent to clients as it is.
struct Error {
  Errc code{Errc::invalid};
  std::string type;    ///< Stable, kebab-case: clients may branch on it.
  std::string detail;  ///< One sentence for a person.
  std::string remedy;  ///< What that person can do about it; may be empty.
  bool operator==(const Error&) const = default;
};

/// Reading the wrong side of a Result is a bug, not an error: it ends the process.
template <class T>
using Result = boost::outcome_v2::basic_result<T, Error, boost::outcome_v2::policy::terminate>;

}  // namespace lockstep

#define LOCKSTEP_TRY(...) BOOST_OUTCOME_TRY(__VA_ARGS__)
