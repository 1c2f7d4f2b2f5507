#include "engine/domain/found_account.h"

#include <algorithm>

#include "base/text.h"

namespace lockstep::domain {

namespace {

constexpr std::string_view kHeldMessage =
    "The game platform has an account under this id that nobody of ours made.";
constexpr std::string_view kHeldRemedy =
    "An admin has to adopt it, if it is this person's, or to reject it. Until then nothing is "
    "sent.";
constexpr std::string_view kRejectedMessage =
    "The account that the game platform has under this id is another person's.";
constexpr std::string_view kRejectedRemedy =
    "Ask MetaCTF support to free the id. It is looked at again when the facts are corrected or an "
    "admin asks for it.";

events::CallFailure lasting(std::string_view code, std::string_view message,
                            std::string_view remedy) {
  return {.code = std::string(code),
          .http_status = 0,
          .message = std::string(message),
          .remedy = std::string(remedy),
          .passing = false,
          .nothing_written = true};
}

Error refusal(std::string_view type, std::string_view detail, std::string_view remedy) {
  return {Errc::conflict, std::string(type), std::string(detail), std::string(remedy)};
}

std::optional<std::string> shown(const Account& account, std::string_view member) {
  if (!account.vendor_raw.readable()) return std::nullopt;
  const auto* object = account.vendor_raw.reveal().if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains(member);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return std::string(found->get_string());
}

}  // namespace

const Error kAccountHeldRefusal = refusal(events::kAccountFound, kHeldMessage, kHeldRemedy);
const Error kAccountRejectedRefusal =
    refusal(events::kAccountRejected, kRejectedMessage, kRejectedRemedy);
const Error kOtherAccountRecorded =
    refusal("account-recorded", "Another account is recorded already.", "");
const Error kCallNotOpen =
    refusal("call-not-open", "The call is over, or what it would tell has changed since.", "");

bool same_values(const events::UserPayload& one, const events::UserPayload& other) {
  if (base::name_key(one.email) != base::name_key(other.email)) return false;
  auto as_other = one;
  as_other.email = other.email;
  return as_other == other;
}

std::optional<bool> look_only(const AccountEvidence& known, const SentPayload& sent,
                              const events::UserPayload& payload) {
  const bool sent_in_vain =
      !known.may_send() && sent.readable() && same_values(sent.reveal(), payload);
  return sent_in_vain ? std::optional{true} : std::nullopt;
}

bool would_clash(const std::optional<events::CallFailure>& failure, const SentPayload& sent,
                 const events::UserPayload& payload) {
  if (!failure || !sent.readable()) return false;
  const auto& refused = sent.reveal();
  const bool same_username = refused.preferred_username == payload.preferred_username;
  const bool same_email = base::name_key(refused.email) == base::name_key(payload.email);
  if (failure->code == events::kVendorUsernameTaken) return same_username;
  if (failure->code == events::kVendorEmailTaken) return same_email;
  return failure->code == events::kVendorConflict && same_username && same_email;
}

bool is_ours(const Account& account, const AccountEvidence& evidence, FoundAccounts setting) {
  if (account.created || evidence.perhaps_made) return true;
  if (evidence.adopted && evidence.adopted_as)
    return *evidence.adopted_as == account.metactf_user_id;
  return evidence.adopted || setting == FoundAccounts::adopt;
}

Likeness likeness_of(const Account& account, const events::UserPayload& payload) {
  Likeness out;
  const auto compare = [&](std::string_view name, const std::optional<std::string>& theirs,
                           const std::optional<std::string>& ours) {
    if (!theirs || !ours) return;
    const bool same = base::name_key(*theirs) == base::name_key(*ours);
    (same ? out.same : out.different).emplace_back(name);
  };
  compare("email", shown(account, "email"), payload.email);
  const auto first = shown(account, "first_name");
  const auto last = shown(account, "last_name");
  if (first && last)
    compare("name", *first + " " + *last, payload.first_name + " " + payload.last_name);
  if (account.metactf_username.readable())
    compare("username", account.metactf_username.reveal(), payload.preferred_username);
  return out;
}

Account account_of(const HeldAccount& held) {
  return {.metactf_user_id = held.metactf_user_id,
          .metactf_username = held.metactf_username ? Sealed<std::string>{*held.metactf_username}
                                                    : Sealed<std::string>{},
          .metactf_user_status = held.metactf_user_status,
          .last_login_at = held.last_login_at,
          .vendor_raw =
              held.vendor_raw.is_null() ? Sealed<boost::json::value>{} : Sealed{held.vendor_raw}};
}

events::CallFailure account_is_held() {
  return lasting(events::kAccountFound, kHeldMessage, kHeldRemedy);
}
events::CallFailure account_is_rejected() {
  return lasting(events::kAccountRejected, kRejectedMessage, kRejectedRemedy);
}

void AccountEvidence::call_opened(bool look_only, bool other_values) {
  if (!look_only && other_values) sending_calls = 0;
  // Somebody has asked for one more.
  if (!look_only && !may_send()) sending_calls = kMostSendingCalls - 1;
  creation_begun = false;
  doubt = AccountDoubt::none;
  found.reset();
  same.clear();
}
void AccountEvidence::call_failed(const events::CallFailure& failure,
                                  std::optional<bool> nothing_made) {
  creation_begun = false;
  if (failure.nothing_written.value_or(false)) return;
  ++sending_calls;
  if (!nothing_made.value_or(false)) perhaps_made = true;
}
void AccountEvidence::call_succeeded() {
  creation_begun = false;
  sending_calls = 0;
}
void AccountEvidence::was_found(const MetactfUserId& id, const std::vector<std::string>& as_ours) {
  doubt = AccountDoubt::held;
  found = id;
  same = as_ours;
}
void AccountEvidence::was_adopted(std::optional<MetactfUserId> id) {
  doubt = AccountDoubt::none;
  adopted = true;
  adopted_as = id;
}
void AccountEvidence::was_rejected() {
  doubt = AccountDoubt::rejected;
  adopted = false;
  adopted_as.reset();
}

namespace {

// Errc::conflict when the account is not as it was shown (any more).
Result<void> check_question(const AccountEvidence& known, const AccountInQuestion& asked) {
  if (known.doubt == AccountDoubt::none)
    return refusal("no-account-held", "No account is held under this id.",
                   "Look at the list of held accounts again.");
  const bool other = asked.metactf_user_id && known.found && asked.metactf_user_id != known.found;
  const bool unlike = !std::ranges::all_of(asked.same, [&](const std::string& member) {
    return std::ranges::find(known.same, member) != known.same.end();
  });
  if (other || unlike)
    return refusal("account-changed", "The account or the facts are not as they were shown.",
                   "Look at the list of held accounts again.");
  return boost::outcome_v2::success();
}

}  // namespace

std::optional<MetactfUserId> account_meant(const AccountEvidence& known,
                                           const AccountInQuestion& asked) {
  return asked.metactf_user_id ? asked.metactf_user_id : known.found;
}

Result<bool> may_adopt(const AccountEvidence& known, const std::optional<MetactfUserId>& recorded,
                       const AccountInQuestion& asked, bool beforehand) {
  const auto account = account_meant(known, asked);
  if (recorded) {
    if (!account || account == recorded) return false;
    return kOtherAccountRecorded;
  }
  const bool waits = known.doubt != AccountDoubt::none;
  if (!waits && known.adopted && known.adopted_as == account) return false;
  if (waits || !beforehand) {
    LOCKSTEP_TRY(check_question(known, asked));
  }
  return true;
}

Result<bool> may_reject(const AccountEvidence& known, const AccountInQuestion& asked) {
  LOCKSTEP_TRY(check_question(known, asked));
  return known.doubt == AccountDoubt::held && known.found.has_value();
}

bool is_news(const AccountEvidence& known, const MetactfUserId& recorded,
             const MetactfUserId& seen) {
  return known.seen.value_or(recorded) != seen;
}

}  // namespace lockstep::domain
