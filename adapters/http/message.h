// An HTTP request and its answer as the routes see them: no library's types, so that httplib stays
// in listener.cc alone.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/http/problem.h"

namespace lockstep::http {

struct Request {
  std::string method;
  std::string path;   ///< As sent: percent-encoding is not undone, because ids never need it.
  std::string query;  ///< As sent, without the `?`.
  std::map<std::string, std::string> headers;  ///< Names in lower case; of several, the first;
                                               ///< only x-forwarded-for has all of them.
  std::string body;
  std::string client;  ///< See client_address.h; empty = unknown.
  /// Set by the transport when it could not accept the request as it came.
  std::optional<Problem> refusal;

  [[nodiscard]] std::optional<std::string> header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    if (found == headers.end()) return std::nullopt;
    return found->second;
  }
};

struct Answer {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
};

}  // namespace lockstep::http
