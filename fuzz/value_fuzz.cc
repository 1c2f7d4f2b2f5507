// Small values in headers, parameters and fields: moments, dates, ids, hex, addresses of clients,
// traces, and JSON in its one form. What is read is the same when it is written and read again.
#include <algorithm>
#include <string>

#include "adapters/http/api/trace.h"
#include "adapters/http/client_address.h"
#include "adapters/http/text.h"
#include "base/canonical_json.h"
#include "base/finite_json.h"
#include "base/hex.h"
#include "base/text.h"
#include "base/time.h"
#include "base/uuid.h"
#include "fuzz/input.h"
#include "fuzz/json.h"

namespace lockstep::fuzz {
namespace {

void check_times(std::string_view text) {
  if (const auto moment = base::moment_in(text)) {
    const auto written = base::rfc3339(*moment);
    // An offset may lead out of the years that are written.
    if (*moment >= base::kFirstWritten && *moment <= base::kLastWritten)
      require(base::moment_in(written) == moment, "a moment that is read as another one");
  }
  if (const auto date = base::date_in(text))
    require(base::date_text(*date) == text, "a date that is written in another way");
  require(http::is_date(text) == base::date_in(text).has_value(), "a date, or not");
}

void check_ids(std::string_view text) {
  if (const auto id = base::normal_uuid(text)) {
    require(base::normal_uuid(*id) == id, "an id that changes when it is read again");
    require(id->size() == text.size() && http::is_id(*id), "an id that is none");
  }
  if (const auto bytes = base::from_hex(text)) {
    const auto digits = base::to_hex(*bytes);
    require(digits.size() == text.size() && base::from_hex(digits) == bytes, "other bytes");
  }
  if (const auto number = http::number_in(text))
    require(std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }),
            "a number that is none");
  if (http::is_email(text))
    require(std::ranges::count(text, '@') == 1 && !base::has_hidden(text), "no address of mail");
}

void check_headers(std::string_view text) {
  const auto trace = http::trace_of(text);
  require(trace.empty() || (text.starts_with(trace) && trace.size() == 55), "a trace that is none");
  if (!trace.empty() && trace.starts_with("00"))
    require(http::trace_of(trace) == trace, "a trace that changes");
  const auto client = http::client_of_text(text);
  if (!client.empty()) {
    const auto address = client.substr(0, client.find('/'));
    require(http::client_of_text(address) == client, "a client that changes");
  }
  const auto forwarded = http::client_of_forwarded("10.0.0.1, " + std::string(text));
  require(forwarded == http::client_of_forwarded(text), "another entry than the last");
  if (!client.empty()) require(forwarded == client, "an address that is not found");
}

void check_json(std::string_view text) {
  boost::system::error_code failed;
  const auto value = boost::json::parse(text, failed);
  if (failed || !base::is_finite(value)) return;
  const auto written = base::canonical_json(value);
  require(base::is_utf8(written), "JSON that is not UTF-8");
  const auto again = boost::json::parse(written, failed);
  require(!failed, "JSON that cannot be read again");
  if (!has_fraction(value)) require(base::canonical_json(again) == written, "JSON with two forms");
}

void run(Input input) {
  const auto given = alone(input.rest());
  const auto text = view(given);
  check_times(text);
  check_ids(text);
  check_headers(text);
  check_json(text);
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
