#include "adapters/http/shape.h"

#include <string>

#include "adapters/http/text.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kMaxTargetBytes = 4096;

bool takes_chunks(const httplib::Request& request) {
  return request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
}

Problem malformed(std::string detail) {
  return {400, {Errc::invalid, "malformed-request", std::move(detail), ""}};
}

std::optional<Problem> framing_problem(const httplib::Request& request,
                                       std::size_t max_body_bytes) {
  // Whoever reads it in front of us may take it for the header that it looks like (RFC 9112, 5.1).
  for (const auto& header : request.headers)
    if (header.first.find_first_of(" \t") != std::string::npos)
      return malformed("There is a blank in the name of a header.");
  if (request.get_header_value_count("Authorization") > 1)
    return malformed("The request says more than once who sends it.");
  const auto lengths = request.get_header_value_count("Content-Length");
  const auto encodings = request.get_header_value_count("Transfer-Encoding");
  if (lengths + encodings > 1)
    return malformed("The request states the length of its body more than once.");
  if (encodings == 1) {
    if (request.get_header_value("Transfer-Encoding") != "chunked" || !takes_chunks(request))
      return malformed("This transfer encoding is not accepted here.");
    return std::nullopt;
  }
  if (lengths == 0) return std::nullopt;
  const auto length = number_in(request.get_header_value("Content-Length"));
  if (!length) return malformed("Content-Length is not a number.");
  if (*length > max_body_bytes) return problem_of_status(413);
  if (*length > 0 && !takes_chunks(request) && request.method != "DELETE")
    return Problem{400, {Errc::invalid, "body-refused", "This method takes no body.", ""}};
  return std::nullopt;
}

}  // namespace

std::optional<Problem> shape_problem(const httplib::Request& request, std::size_t max_body_bytes) {
  if (request.target.size() > kMaxTargetBytes) return problem_of_status(414);
  if (auto problem = framing_problem(request, max_body_bytes)) return problem;
  if (request.has_header("Content-Encoding"))
    return Problem{415, {Errc::invalid, "encoding-refused", "Bodies must be sent unencoded.", ""}};
  if (request.is_multipart_form_data()) return problem_of_status(415);
  return std::nullopt;
}

}  // namespace lockstep::http
