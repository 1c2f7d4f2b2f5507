// CallFailure::code, every one there is. They are stored, and clients branch on them: none is ever
// renamed.
#pragma once
#include <string_view>

namespace lockstep::events {

// What the vendor's answer was, or that there was none.
inline constexpr std::string_view kVendorUnreachable = "vendor-unreachable";
inline constexpr std::string_view kVendorTimeout = "vendor-timeout";
inline constexpr std::string_view kVendorError = "vendor-error";
inline constexpr std::string_view kVendorBusy = "vendor-busy";
inline constexpr std::string_view kVendorTokenRefused = "vendor-token-refused";
inline constexpr std::string_view kVendorNotApproved = "vendor-not-approved";
inline constexpr std::string_view kVendorUnknownId = "vendor-unknown-id";
inline constexpr std::string_view kVendorConflict = "vendor-conflict";
/// The same, and the vendor has named what of ours another one has.
inline constexpr std::string_view kVendorUsernameTaken = "vendor-username-taken";
inline constexpr std::string_view kVendorEmailTaken = "vendor-email-taken";
inline constexpr std::string_view kVendorRejected = "vendor-rejected";
/// An answer is not what the contract says: asking again soon does not help.
inline constexpr std::string_view kVendorAnswerMalformed = "vendor-answer-malformed";
/// What answers at the configured address is not the vendor: nothing is sent there.
inline constexpr std::string_view kVendorWrongAddress = "vendor-wrong-address";
/// An answer cannot be stored: an event has a limit.
inline constexpr std::string_view kVendorAnswerTooLarge = "vendor-answer-too-large";
/// What was sent several times has made nobody: it is looked for, and not sent again unasked.
inline constexpr std::string_view kVendorSentInVain = "vendor-sent-in-vain";
/// None that could be used, for whatever reason.
inline constexpr std::string_view kVendorNoAnswer = "vendor-no-answer";
/// The call has ended our process again and again, so it is not made for a while.
inline constexpr std::string_view kVendorCallWithheld = "vendor-call-withheld";
inline constexpr std::string_view kIntegrationOff = "integration-off";

/// It was not made: what it would have told has changed since it was decided.
inline constexpr std::string_view kFactsChanged = "facts-changed";

// Accounts that nobody of ours made (docs/vendor.md, "Whose account it is").
/// The vendor has an account under the id, and no intent of ours made it: an admin decides.
inline constexpr std::string_view kAccountFound = "account-found";
/// An admin has said that it is not theirs.
inline constexpr std::string_view kAccountRejected = "account-rejected";
/// The vendor's answer is about another account than the one that is recorded.
inline constexpr std::string_view kAccountDiffers = "account-differs";
/// The vendor has the account no more that it had.
inline constexpr std::string_view kAccountGone = "account-gone";

// Team changes.
/// The vendor knows the user but not the team they should be on.
inline constexpr std::string_view kVendorTeamMissing = "vendor-team-missing";
/// The user is not put on a team because it has no free place there.
inline constexpr std::string_view kVendorTeamFull = "vendor-team-full";

// Teams.
/// The vendor deletes a team only when nobody is on it, and somebody is.
inline constexpr std::string_view kVendorTeamNotEmpty = "vendor-team-not-empty";
/// The vendor says that the team exists already, and nothing shows that it is this one.
inline constexpr std::string_view kVendorTeamUnproven = "vendor-team-unproven";

// Mails with a password reset.
inline constexpr std::string_view kVendorOutcomeUnknown = "vendor-outcome-unknown";
inline constexpr std::string_view kVendorNotOffered = "vendor-not-offered";

// Reconciliations without evidence.
inline constexpr std::string_view kVendorListTruncated = "vendor-list-truncated";
inline constexpr std::string_view kVendorListContradictsItself = "vendor-list-contradicts-itself";
inline constexpr std::string_view kVendorListEmpty = "vendor-list-empty";
inline constexpr std::string_view kReadStoreUnavailable = "read-store-unavailable";

}  // namespace lockstep::events
