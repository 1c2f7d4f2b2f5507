#include "adapters/http/problem.h"

#include <algorithm>

#include <boost/json.hpp>

#include "adapters/http/message.h"
#include "adapters/http/problem_body.h"

namespace lockstep::http {

namespace {

std::string_view title_of(int status) {
  switch (status) {
    case 400:
      return "The request cannot be read";
    case 401:
      return "Not signed in";
    case 403:
      return "Not allowed";
    case 404:
      return "Not found";
    case 405:
      return "This address does not take this method";
    case 408:
      return "The request did not come in time";
    case 409:
      return "Not possible in the present state";
    case 412:
      return "It has changed";
    case 413:
      return "The body is too large";
    case 414:
      return "The address is too long";
    case 415:
      return "The body is not JSON";
    case 417:
      return "This expectation is not met";
    case 422:
      return "The content is not valid";
    case 428:
      return "A precondition is required";
    case 429:
      return "Too many requests";
    case 431:
      return "The headers are too large";
    case 503:
      return "Not available at the moment";
    case 504:
      return "No answer in time";
    case 505:
      return "This version of HTTP is not spoken here";
    default:
      return "Something went wrong";
  }
}

}  // namespace

Problem::Problem(Error why) : status(status_of(why.code)), error(std::move(why)) {
  // The log speaks of command ids, the client knows only its key.
  if (error.code == Errc::mismatch) error.type = "idempotency-key-reused";
}

Problem::Problem(int http_status, Error why) : status(http_status), error(std::move(why)) {}

int status_of(Errc code) {
  switch (code) {
    case Errc::invalid:
      return 422;
    case Errc::not_found:
      return 404;
    case Errc::conflict:
      return 409;
    case Errc::mismatch:
      return 422;
    case Errc::stale:
      return 409;
    case Errc::unauthorized:
      return 401;
    case Errc::forbidden:
      return 403;
    case Errc::too_large:
      return 413;
    case Errc::busy:
      return 503;
    case Errc::unavailable:
      return 503;
    case Errc::timeout:
      return 504;
    case Errc::corrupt:
      return 500;
  }
  return 500;
}

bool is_retryable(const Problem& problem) {
  const auto code = problem.error.code;
  return code == Errc::busy || code == Errc::unavailable || code == Errc::timeout ||
         code == Errc::stale;
}

Answer problem_answer(const Problem& problem) {
  ProblemBody body{.type = "urn:lockstep:problem:" + problem.error.type,
                   .title = std::string(title_of(problem.status)),
                   .status = problem.status,
                   .detail = problem.error.detail,
                   .retryable = is_retryable(problem),
                   .parameter = {problem.parameter},
                   .version = {problem.version}};
  if (!problem.error.remedy.empty()) body.remedy = {problem.error.remedy};
  if (!problem.errors.empty()) body.errors = {problem.errors};
  Answer answer{problem.status, boost::json::serialize(json_of(body)), "application/problem+json",
                problem.headers};
  const bool says_when = std::ranges::any_of(
      problem.headers, [](const auto& header) { return header.first == "Retry-After"; });
  if (is_retryable(problem) && !says_when) answer.headers.emplace_back("Retry-After", "1");
  if (problem.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  return answer;
}

Problem bad_parameter(std::string_view name, std::string detail, std::string remedy) {
  Problem out{400, {Errc::invalid, "invalid-parameter", std::move(detail), std::move(remedy)}};
  if (!name.empty()) out.parameter = name;
  return out;
}

Problem problem_of_status(int status) {
  switch (status) {
    case 413:
      return {413, {Errc::too_large, "body-too-large", "The body is larger than allowed.", ""}};
    case 414:
      return {414,
              {Errc::too_large, "address-too-long", "The address is longer than allowed.", ""}};
    case 415:
      return {415,
              {Errc::invalid, "not-json", "The body must be of type application/json.",
               "Send the header `Content-Type: application/json`."}};
    case 400:
      return {400,
              {Errc::invalid, "malformed-request",
               "The request line or the headers are malformed, incomplete or too large.", ""}};
    case 404:
      return {404, {Errc::not_found, "route-unknown", "There is nothing at this address.", ""}};
    default:
      return {status,
              {Errc::corrupt, "internal-error", "The server failed to answer.",
               "Tell the operator the time of this answer."}};
  }
}

}  // namespace lockstep::http
