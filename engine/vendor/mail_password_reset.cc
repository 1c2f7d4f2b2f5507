#include "engine/vendor/mail_password_reset.h"

#include "engine/vendor/failure.h"
#include "events/failure_codes.h"

namespace lockstep::vendor {

namespace {

using ports::VendorErrc;
using ports::VendorError;

const VendorError kNoAnswer{VendorErrc::timeout, 0, "", std::nullopt};

// Nobody tries it again unasked, so every failure is lasting and says what a person can do.
events::CallFailure to_reset_failure(const VendorError& error) {
  auto failure = to_failure(error);
  const bool for_operators =
      error.code == VendorErrc::foreign || error.code == VendorErrc::wrong_address;
  if (for_operators)
    failure.remedy = "An operator has to find out who answers there; then ask for the mail again.";
  else if (failure.passing)
    failure.remedy = "Ask for the mail again later.";
  failure.passing = false;
  if (error.code == VendorErrc::recalled)
    failure.remedy = "Ask for the mail again if it is wanted.";
  if (needs_look_up(error)) {
    failure.code = events::kVendorOutcomeUnknown;
    failure.message = "Nobody knows whether the game platform has sent the mail.";
    failure.remedy = "Ask the competitor whether it came; if not, ask for it again.";
  } else if (error.code == VendorErrc::not_found) {
    failure.code = events::kVendorNotOffered;
    failure.message =
        "The game platform does not offer password resets, or does not know the user.";
    failure.remedy = "Ask the competitor to reset the password on the game platform's own page.";
  }
  return failure;
}

NextStep reset_outcome(const MailPasswordReset& op, std::optional<events::CallFailure> failure) {
  return Outcomes{
      {op.competitor_id.value, domain::CompetitorCommand{domain::RecordPasswordResetOutcome{
                                   op.call_id, std::move(failure)}}}};
}

}  // namespace

NextStep MailPasswordReset::start() {
  if (may_have_been_sent) return reset_outcome(*this, to_reset_failure(kNoAnswer));
  if (recalled) return reset_outcome(*this, to_reset_failure(recalled_call()));
  return VendorCall{SendPasswordReset{competitor_id.value}};
}

NextStep MailPasswordReset::on(const VendorAnswer& answer) {
  if (std::holds_alternative<Done>(answer)) return reset_outcome(*this, std::nullopt);
  const auto* error = std::get_if<VendorError>(&answer);
  return reset_outcome(*this, to_reset_failure(error != nullptr ? *error : kNoAnswer));
}

}  // namespace lockstep::vendor
