// The vendor's refusals: Retry-After, Date and the body of a 422. What they say to wait is within
// its limits, and nothing of a body is repeated that is not the name of a field.
// An input: the header, the date, then the body.
#include <algorithm>
#include <charconv>
#include <string>

#include "adapters/metactf/failure.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds kMost = 1h;
// 2026-01-02T03:04:05Z
constexpr std::chrono::system_clock::time_point kNow{std::chrono::seconds{1767323045}};

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 10 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

void check_wait(std::string_view value, std::string_view date) {
  const auto wait = metactf::parse_retry_after(value, date, kNow);
  if (wait) require(*wait >= 0ms && *wait <= kMost, "a wait beyond its limits");
  if (value.empty()) require(!wait, "a wait that nobody named");
  if (is_number(value)) {
    std::int64_t seconds = 0;
    std::from_chars(value.data(), value.data() + value.size(), seconds);
    require(wait == std::min<milliseconds>(std::chrono::seconds{seconds}, kMost),
            "a number of seconds read as another one");
  }
  // The same moment by the vendor's own clock: no time at all.
  if (wait && !is_number(value) && value.find_first_of("+-") != 0) {
    const auto none = metactf::parse_retry_after(value, value, kNow);
    require(none && *none <= *wait + kMost, "a moment that is later than itself");
  }
}

void check_failure(int status, std::string_view value, std::string_view date,
                   std::string_view body) {
  const metactf::HttpRequest request{"POST", "/users", "", std::nullopt};
  const metactf::HttpAnswer answer{status, std::string(body), std::string(value),
                                   std::string(date)};
  const auto failure = metactf::failure_of(request, answer);
  require(failure.http_status == status && !failure.message.empty(), "a failure without a word");
  for (const auto& [name, text] : failure.context) {
    if (name != "fields") continue;
    static constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyz0123456789_.-? (),";
    require(text.find_first_not_of(kSigns) == std::string::npos, "a value was repeated");
  }
}

void run(Input input) {
  const auto value = alone(input.line());
  const auto date = alone(input.line());
  check_wait(view(value), view(date));
  for (const auto status : {302, 422, 429, 503})
    check_failure(status, view(value), view(date), input.rest());
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
