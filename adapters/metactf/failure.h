// What an answer that is not a success means. Nothing of the answer's text is repeated: it may echo
// what we sent, and that is personal data.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/metactf/transport.h"
#include "engine/ports/metactf_api.h"

namespace lockstep::metactf {

/// A 4xx is the vendor's own word only with the contract's JSON: `detail` as a text, or as a list
/// of objects. Anybody may say 408 and 429, which claim nothing about what the vendor has.
bool is_vendors_word(const HttpAnswer& answer);

/// What FastAPI says of itself where it has no such route (404) or none for this method (405): so
/// it does, valid JSON of the contract, at any wrong base path.
bool is_of_no_route(const HttpAnswer& answer);

/// A 404 or 405 to `request`, or (`status` 0) nothing was sent, and GET / does not say that this is
/// the vendor's address.
ports::VendorError wrong_address(const HttpRequest& request, int status);

/// `answer` has any status but 2xx.
ports::VendorError failure_of(const HttpRequest& request, const HttpAnswer& answer);

/// A success whose content is not what the contract says. `problem` names fields, never values.
ports::VendorError malformed(const HttpRequest& request, int status, std::string_view problem);

/// The Retry-After header: seconds, or an HTTP date. A date is measured against `date` (the
/// answer's own Date header: the vendor's clock) when that is there, else against `now`. Never
/// negative.
std::optional<std::chrono::milliseconds> parse_retry_after(
    std::string_view value, std::string_view date, std::chrono::system_clock::time_point now);

}  // namespace lockstep::metactf
