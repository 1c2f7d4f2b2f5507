#include "adapters/http/wire/head_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

#include "adapters/http/text.h"
#include "adapters/http/wire/problems.h"
#include "adapters/http/wire/target.h"
#include "base/ascii.h"

namespace lockstep::http::wire {

namespace {

/// How often a header stands in a head that must not stand twice.
struct Counts {
  std::size_t hosts = 0;
  std::size_t lengths = 0;
  std::size_t encodings = 0;
  std::size_t authorizations = 0;

  void add(std::string_view name) {
    if (name == "host") ++hosts;
    if (name == "content-length") ++lengths;
    if (name == "transfer-encoding") ++encodings;
    if (name == "authorization") ++authorizations;
  }
};

Counts copy_headers(const Head& head, Request& out) {
  Counts counts;
  for (const auto& [sent_name, value] : head.headers) {
    auto name = base::lower(std::string{sent_name});
    counts.add(name);
    const auto [entry, is_new] = out.headers.emplace(std::move(name), value);
    // Lines of one name are one list (RFC 9110, 5.3). Where only one value may be, a list is none.
    if (!is_new) entry->second += ", " + std::string(value);
  }
  return counts;
}

std::string value_of(const Request& request, const std::string& name) {
  return request.header(name).value_or("");
}

/// Digits alone, and none before the first that counts: `+5`, `039` and `5, 5` are read in more
/// than one way.
std::optional<std::uint64_t> length_in(std::string_view text) {
  const bool canonical = !text.empty() && std::ranges::all_of(text, base::is_digit) &&
                         (text.size() == 1 || text.front() != '0');
  std::uint64_t out = 0;
  if (!canonical || std::from_chars(text.data(), text.data() + text.size(), out).ec != std::errc{})
    return std::nullopt;
  return out;
}

std::optional<Problem> take_target(const Head& head, const Counts& counts, Request& out) {
  const auto target = target_of(head.target);
  if (!target) return malformed("The request line names no address of this server.");
  out.path = target->path;
  out.query = target->query;
  if (counts.hosts > 1) return malformed("There is more than one Host.");
  if (counts.hosts == 0 && !head.is_1_0) return malformed("There is no Host.");
  const auto host = value_of(out, "host");
  if (!host.empty() && !is_authority(host))
    return malformed("Host is not a name or an address of a server.");
  if (!target->authority.empty()) out.headers["host"] = target->authority;
  return std::nullopt;
}

std::optional<Problem> framing_problem(const Head& head, const Counts& counts,
                                       const Request& request, std::size_t max_body_bytes) {
  if (counts.lengths + counts.encodings > 1)
    return malformed("The request states the length of its body more than once.");
  if (counts.encodings == 1) {
    if (head.is_1_0) return malformed("HTTP/1.0 knows no transfer encoding.");
    // Of a coding that only one side knows, the end is where only that side sees it.
    if (!base::same_word(value_of(request, "transfer-encoding"), "chunked"))
      return malformed("This transfer encoding is not accepted here.");
  }
  if (counts.lengths == 0) return std::nullopt;
  const auto length = length_in(value_of(request, "content-length"));
  if (!length) return malformed("Content-Length must be digits alone, without zeros before them.");
  if (*length > max_body_bytes) return problem_of_status(413);
  return std::nullopt;
}

bool takes_body(std::string_view method) {
  static constexpr std::array<std::string_view, 4> kMethods{"POST", "PUT", "PATCH", "DELETE"};
  return std::ranges::find(kMethods, method) != kMethods.end();
}

std::optional<Problem> body_problem(const Counts& counts, const Request& request) {
  const bool has_body =
      counts.encodings > 0 || length_in(value_of(request, "content-length")).value_or(0) > 0;
  if (has_body && !takes_body(request.method))
    return Problem{400, {Errc::invalid, "body-refused", "This method takes no body.", ""}};
  if (request.headers.contains("content-encoding"))
    return Problem{415, {Errc::invalid, "encoding-refused", "Bodies must be sent unencoded.", ""}};
  constexpr std::string_view kForm = "multipart/form-data";
  if (base::same_word(value_of(request, "content-type").substr(0, kForm.size()), kForm))
    return problem_of_status(415);
  return std::nullopt;
}

}  // namespace

std::optional<Problem> accept_head(const Head& head, std::size_t max_body_bytes, Request& out) {
  out.method = head.method;
  const auto counts = copy_headers(head, out);
  if (auto problem = take_target(head, counts, out)) return problem;
  if (auto problem = framing_problem(head, counts, out, max_body_bytes)) return problem;
  if (counts.authorizations > 1) return malformed("The request says more than once who sends it.");
  const auto expect = out.header("expect");
  if (expect && !head.is_1_0 && !base::same_word(*expect, "100-continue"))
    return expectation_unknown();
  return body_problem(counts, out);
}

// Beast looks at the first line of that name alone.
bool stays_open(const Head& head, const Request& accepted) {
  const auto sent = value_of(accepted, "connection");
  const auto says = [wishes = comma_separated(sent)](std::string_view word) {
    return std::ranges::any_of(wishes, [&](auto wish) { return base::same_word(wish, word); });
  };
  return !says("close") && (!head.is_1_0 || says("keep-alive"));
}

bool expects_continue(const Head& head, const Request& accepted) {
  return !head.is_1_0 && accepted.headers.contains("expect");
}

}  // namespace lockstep::http::wire
