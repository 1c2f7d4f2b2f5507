// If-Match and If-None-Match: a tag that we have answered is met by its own revision, by no other
// one, and in any list; what is no tag is refused. The first line is If-Match, the rest is
// If-None-Match; a byte before them says which are sent.
#include <map>
#include <string>

#include "adapters/http/api/precondition.h"
#include "base/text.h"
#include "fuzz/api.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using http::Precondition;
using Headers = std::map<std::string, std::string>;  // Names in lower case.

http::Request request_of(std::string method, Headers headers) {
  http::Request out;
  out.method = std::move(method);
  out.headers = std::move(headers);
  return out;
}

http::Call call_of(const http::Request& request) {
  return {no_api(), request, {}, "/api/teams/a", {"admin", "a"}, {}, "", {}, "", {}, {}};
}

http::Answered<Precondition> precondition_of(Headers headers) {
  const auto request = request_of("PUT", std::move(headers));
  return Precondition::of(call_of(request));
}

/// Whether it is met, by the row itself: the second look is the last one.
bool met_by(Precondition wanted, std::optional<std::int64_t> present) {
  return wanted.check(present) || wanted.check(present);
}

void read_change(const std::string& match, const std::string& none_match, std::uint8_t sent) {
  Headers headers;
  if ((sent & 1U) != 0) headers["if-match"] = match;
  if ((sent & 2U) != 0) headers["if-none-match"] = none_match;
  const auto read = precondition_of(headers);
  if (!read) {
    require(read.error().status == 400, "refused as something else");
    return;
  }
  const auto& wanted = read.value();
  if (headers.empty()) {
    require(met_by(wanted, 7) && met_by(wanted, {}), "not met, though nothing is required");
  } else if ((sent & 1U) != 0) {
    require(!met_by(wanted, {}), "If-Match is met by nothing at all");
    require(!wanted.expected({}) || *wanted.expected({}) == 0, "expects what is not there");
  } else {
    require(met_by(wanted, {}) && !met_by(wanted, 7), "If-None-Match: * is met by what is there");
  }
}

/// Beside anything else that can be read.
void find_ours(const std::string& beside, std::int64_t revision) {
  const auto ours = '"' + std::to_string(revision) + ".0123456789abcdef\"";
  const auto alone = precondition_of({{"if-match", ours}});
  require(alone && met_by(alone.value(), revision), "our own tag is not met");
  require(!met_by(alone.value(), revision + 1), "our own tag is met by a later revision");
  const auto listed = precondition_of({{"if-match", beside + ',' + ours}});
  if (listed) require(met_by(listed.value(), revision), "our own tag is not met in a list");
}

void tag_answer(const std::string& none_match, std::int64_t revision) {
  const auto request = request_of("GET", {{"if-none-match", none_match}});
  const auto answer = http::tagged_answer(call_of(request), {200, "{}", "", {}}, revision);
  require(answer.status == 200 || (answer.status == 304 && answer.body.empty()), "half an answer");
  const auto& tag = answer.headers.back().second;
  const auto again = request_of("GET", {{"if-none-match", "W/" + tag}});
  require(http::tagged_answer(call_of(again), {200, "{}", "", {}}, revision).status == 304,
          "our own tag, made weak by a proxy, is not known again");
  require(http::tagged_answer(call_of(again), {200, "[]", "", {}}, revision).status == 200,
          "another answer has the same tag");
}

void run(Input input) {
  const auto sent = input.byte();
  const std::int64_t revision = input.byte() + 1;
  const std::string match{input.line()};
  const std::string none_match{input.rest()};
  if (base::has_control(match) || base::has_control(none_match)) return;  // Refused by the wire.
  read_change(match, none_match, sent);
  find_ours(match, revision);
  tag_answer(none_match, revision);
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
