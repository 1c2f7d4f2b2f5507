// The one table from the vendor's errors to what a coach or an admin reads.
#include <string>

#include "engine/process/vendor_operation.h"

namespace lockstep::process {

namespace {

using ports::VendorErrc;

struct Meaning {
  std::string code;
  std::string remedy;
  bool passing;
};

Meaning meaning_of(VendorErrc code) {
  switch (code) {
    case VendorErrc::connection:
      return {"vendor-unreachable", "Nothing to do: it is tried again by itself.", true};
    case VendorErrc::timeout:
      return {"vendor-timeout", "Nothing to do: it is looked up and tried again by itself.", true};
    case VendorErrc::server:
      return {"vendor-error", "Nothing to do: it is tried again by itself.", true};
    case VendorErrc::rate_limited:
      return {"vendor-busy", "Nothing to do: it is tried again by itself.", true};
    case VendorErrc::unauthorized:
      return {"vendor-token-refused", "An operator has to check the game platform's API token.",
              true};
    case VendorErrc::forbidden:
      return {"vendor-not-approved", "Ask the game platform to approve the account.", true};
    case VendorErrc::not_found:
      return {"vendor-unknown-id", "Nothing to do: it is tried again by itself.", true};
    case VendorErrc::conflict:
      return {"vendor-conflict", "Nothing to do: it is tried again by itself.", true};
    case VendorErrc::rejected:
      return {"vendor-rejected", "Correct the facts that the game platform names, then try again.",
              false};
    case VendorErrc::malformed:
      return {std::string(events::kVendorAnswerMalformed),
              "An operator has to compare the game platform's answer with its contract; it is "
              "tried again by itself.",
              true};
    case VendorErrc::switched_off:
      return {"integration-off", "An operator has to switch the integration on.", true};
  }
  return {"vendor-error", "", true};
}

}  // namespace

events::CallFailure to_failure(const ports::VendorError& error) {
  const auto meaning = meaning_of(error.code);
  return {.code = meaning.code,
          .http_status = error.http_status,
          .message = error.message,
          .remedy = meaning.remedy,
          .passing = meaning.passing};
}

}  // namespace lockstep::process
