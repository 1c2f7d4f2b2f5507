// The one table from the vendor's errors to what a coach or an admin reads.
#include "engine/vendor/failure.h"

#include <string>
#include <string_view>

#include "events/failure_codes.h"

namespace lockstep::vendor {

namespace {

using ports::VendorErrc;

struct Meaning {
  std::string_view code;
  std::string_view remedy;
  bool passing;
};

Meaning meaning_of(VendorErrc code) {
  switch (code) {
    case VendorErrc::connection:
      return {events::kVendorUnreachable, "Nothing to do: it is tried again by itself.", true};
    case VendorErrc::timeout:
      return {events::kVendorTimeout, "Nothing to do: it is looked up and tried again by itself.",
              true};
    case VendorErrc::server:
      return {events::kVendorError, "Nothing to do: it is tried again by itself.", true};
    case VendorErrc::rate_limited:
      return {events::kVendorBusy, "Nothing to do: it is tried again by itself.", true};
    case VendorErrc::unauthorized:
      return {events::kVendorTokenRefused,
              "An operator has to check the game platform's API token.", true};
    case VendorErrc::forbidden:
      return {events::kVendorNotApproved, "Ask the game platform to approve the account.", true};
    case VendorErrc::not_found:
      return {events::kVendorUnknownId, "Nothing to do: it is tried again by itself.", true};
    case VendorErrc::conflict:
      return {events::kVendorConflict, "Nothing to do: it is tried again by itself.", true};
    case VendorErrc::rejected:
      return {events::kVendorRejected,
              "Correct the facts that the game platform names, then try again.", false};
    case VendorErrc::foreign:
      return {events::kVendorAnswerMalformed,
              "An operator has to look who answers in the game platform's place, a proxy or a "
              "firewall on the way; it is tried again by itself.",
              true};
    case VendorErrc::wrong_address:
      return {events::kVendorWrongAddress,
              "An operator has to check the game platform's address (GAME_PLATFORM_API_BASE_URL); "
              "it is tried again by itself when the game platform answers there.",
              true};
    case VendorErrc::unreadable:
    case VendorErrc::malformed:
      return {events::kVendorAnswerMalformed,
              "An operator has to compare the game platform's answer with its contract; it is "
              "tried again by itself.",
              true};
    case VendorErrc::switched_off:
      return {events::kIntegrationOff, "An operator has to switch the integration on.", true};
    case VendorErrc::withheld:
      return {
          events::kVendorCallWithheld,
          "An operator has to report this with the last log lines; it is tried again once an hour.",
          true};
    case VendorErrc::recalled:
      return {events::kFactsChanged,
              "It is made anew by itself as soon as the facts of now want and allow it.", false};
  }
  return {events::kVendorError, "", true};
}

}  // namespace

events::CallFailure to_failure(const ports::VendorError& error) {
  const auto meaning = meaning_of(error.code);
  return {.code = std::string(meaning.code),
          .http_status = error.http_status,
          .message = error.message,
          .remedy = std::string(meaning.remedy),
          .passing = meaning.passing};
}

events::CallFailure to_clash(const ports::VendorError& error, const Clash& clash) {
  auto out = to_failure(error);
  const std::string members{clash.members};
  out.code = std::string(clash.code);
  out.message += "; nobody is there under our id, so another one there has the same " + members;
  out.remedy = "Change the " + members +
               " or ask MetaCTF support who has it. It is sent again when that changes, or when "
               "somebody asks for it.";
  out.passing = false;
  return out;
}

events::CallFailure sent_in_vain() {
  return {.code = std::string(events::kVendorSentInVain),
          .http_status = 404,
          .message = "The game platform was sent this several times, and has nobody under our id.",
          .remedy =
              "Ask MetaCTF support what becomes of it. It is looked for by itself, and sent "
              "again when what is sent changes, or when somebody asks for it.",
          .passing = true};
}

ports::VendorError error_of(const VendorAnswer& answer) {
  if (const auto* error = std::get_if<ports::VendorError>(&answer)) return *error;
  return {VendorErrc::malformed, 0, "The answer does not fit the question.", std::nullopt};
}

ports::VendorError withheld_call() {
  return {VendorErrc::withheld, 0,
          "This call has ended the program several times in a row, so it is not made for now.",
          std::nullopt};
}

ports::VendorError recalled_call() {
  return {VendorErrc::recalled, 0, "The facts have changed since this was decided.", std::nullopt};
}

bool not_sent(const ports::VendorError& error) {
  return error.code == VendorErrc::recalled ||
         (error.code == VendorErrc::wrong_address && error.http_status == 0);
}

bool unknown_outcome(const ports::VendorError& error) {
  return error.code == VendorErrc::timeout || error.code == VendorErrc::unreadable ||
         error.code == VendorErrc::server;
}

bool needs_look_up(const ports::VendorError& error) {
  return unknown_outcome(error) || error.code == VendorErrc::malformed;
}

}  // namespace lockstep::vendor
