// See failure.h.
#include "adapters/metactf/failure.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <boost/json.hpp>

#include "adapters/metactf/http_date.h"
#include "adapters/metactf/json_body.h"
#include "adapters/metactf/rejection.h"

namespace lockstep::metactf {

namespace {

using ports::VendorErrc;
using std::chrono::system_clock;

constexpr double kMaxRetryAfterSeconds = 3600;

std::optional<boost::json::value> detail_of(const std::string& body) {
  const auto document = parse_body(body);
  const auto* object = document ? document->value.if_object() : nullptr;
  const auto* found = object == nullptr ? nullptr : object->if_contains("detail");
  return found == nullptr ? std::nullopt : std::optional(*found);
}

VendorErrc code_of(const HttpAnswer& answer) {
  const auto status = answer.status;
  if (!is_vendors_word(answer)) return VendorErrc::foreign;
  if (status < 400) return VendorErrc::malformed;  // The contract knows no redirects.
  if (status >= 500) return VendorErrc::server;
  if (status == 401) return VendorErrc::unauthorized;
  if (status == 403) return VendorErrc::forbidden;
  if (status == 404) return VendorErrc::not_found;
  // A proxy that gave up on us; also what some send on an idle connection just before they close
  // it.
  if (status == 408) return VendorErrc::timeout;
  if (status == 409) return VendorErrc::conflict;
  if (status == 429) return VendorErrc::rate_limited;
  return VendorErrc::rejected;
}

std::string sentence_of(VendorErrc code) {
  switch (code) {
    case VendorErrc::server:
      return "the vendor failed inside; whether it was done is unknown";
    case VendorErrc::rate_limited:
      return "the vendor wants us to slow down";
    case VendorErrc::unauthorized:
      return "the vendor does not accept our token";
    case VendorErrc::forbidden:
      return "the vendor does not allow it";
    case VendorErrc::not_found:
      return "the vendor does not know it";
    case VendorErrc::conflict:
      return "it conflicts with what the vendor has";
    case VendorErrc::rejected:
      return "the vendor says that the request is wrong";
    case VendorErrc::foreign:
      return "without the contract's JSON: somebody in between has answered, not the vendor";
    case VendorErrc::timeout:
      return "the vendor gave up waiting; whether it was done is unknown";
    case VendorErrc::malformed:
      return "the vendor sent us elsewhere, which the contract does not know";
    case VendorErrc::connection:
    case VendorErrc::unreadable:
    case VendorErrc::wrong_address:
    case VendorErrc::switched_off:
    case VendorErrc::withheld:
    case VendorErrc::recalled:
      break;
  }
  return "the vendor did not do it";
}

}  // namespace

bool is_vendors_word(const HttpAnswer& answer) {
  const bool refuses = answer.status >= 400 && answer.status < 500;
  if (!refuses || answer.status == 408 || answer.status == 429) return true;
  const auto detail = detail_of(answer.body);
  if (!detail) return false;
  const auto* faults = detail->if_array();
  return detail->is_string() ||
         (faults != nullptr && std::ranges::all_of(*faults, &boost::json::value::is_object));
}

bool is_of_no_route(const HttpAnswer& answer) {
  const auto detail = detail_of(answer.body);
  return detail && (*detail == "Not Found" || *detail == "Method Not Allowed");
}

ports::VendorError wrong_address(const HttpRequest& request, int status) {
  const auto what = status == 0 ? ": nothing was sent"
                                : " answered " + std::to_string(status) + ": it is no evidence";
  return {VendorErrc::wrong_address,
          status,
          request.name() + what +
              ", because GET / does not say that the configured address is the vendor's",
          {},
          {{"call", request.name()}}};
}

ports::VendorError failure_of(const HttpRequest& request, const HttpAnswer& answer) {
  const auto code = code_of(answer);
  auto message =
      request.name() + " answered " + std::to_string(answer.status) + ": " + sentence_of(code);
  ports::VendorContext context{{"call", request.name()}};
  const auto fields = answer.status == 422 ? faults_in(answer.body) : "";
  if (!fields.empty()) {
    message += ": " + fields;
    context.emplace_back("fields", fields);
  }
  return {code,
          answer.status,
          std::move(message),
          parse_retry_after(answer.retry_after, answer.date, system_clock::now()),
          std::move(context),
          code == VendorErrc::conflict ? taken_in(answer.body) : ports::TakenValues{}};
}

ports::VendorError malformed(const HttpRequest& request, int status, std::string_view problem) {
  return {
      VendorErrc::malformed,
      status,
      "the answer to " + request.name() + " is not what the contract says: " + std::string(problem),
      {},
      {{"call", request.name()}, {"fields", std::string(problem)}}};
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value,
                                                           std::string_view date,
                                                           system_clock::time_point now) {
  if (value.empty()) return std::nullopt;
  double seconds = 0;
  const auto* end = value.data() + value.size();
  const auto [stop, failed] = std::from_chars(value.data(), end, seconds, std::chars_format::fixed);
  if (failed != std::errc{} || stop != end || !std::isfinite(seconds)) {
    const auto until = parse_http_date(value);
    if (!until) return std::nullopt;
    const auto from = parse_http_date(date).value_or(std::chrono::floor<std::chrono::seconds>(now));
    seconds = static_cast<double>((*until - from).count());
  }
  const std::chrono::duration<double> wait{std::clamp(seconds, 0.0, kMaxRetryAfterSeconds)};
  return std::chrono::ceil<std::chrono::milliseconds>(wait);
}

}  // namespace lockstep::metactf
