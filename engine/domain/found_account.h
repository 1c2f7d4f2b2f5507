// An account that a look-up found at the vendor: whose is it? Our own log is the only evidence.
// What coaches and competitors share of that (docs/vendor.md, "Whose account it is").
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

#include "engine/domain/account.h"
#include "engine/domain/onboarding_policy.h"
#include "events/result.h"

namespace lockstep::domain {

/// Whether an admin has to say, or has said, that the account is not theirs.
enum class AccountDoubt : std::uint8_t { none, held, rejected };
BOOST_DESCRIBE_ENUM(AccountDoubt, none, held, rejected)

/// Calls that send the same values unasked. Each writes twice at most, so what is personal goes out
/// four times at most (docs/vendor.md, "How often it is sent").
inline constexpr std::int64_t kMostSendingCalls = 2;

/// What the log says about whose the account under the id is, and how often it was asked for. Part
/// of the state of coaches and competitors.
struct AccountEvidence {
  bool perhaps_made = false;  ///< A creation of ours went out, and nothing proves that it failed.
  bool adopted = false;       ///< An import or an admin has named it.
  std::optional<MetactfUserId> adopted_as = {};  ///< This one; none: whichever is there.
  bool creation_begun = false;                   ///< By the open call.
  AccountDoubt doubt{};
  std::optional<MetactfUserId> found = {};  ///< While there is doubt.
  std::vector<std::string> same = {};       ///< Of it, with the facts of now.
  std::optional<MetactfUserId> seen = {};   ///< Otherwise than recorded.
  /// Calls that ended without an account and may have sent what the last such call says.
  std::int64_t sending_calls = 0;
  bool operator==(const AccountEvidence&) const = default;

  /// It may send: it was not sent often enough in vain.
  [[nodiscard]] bool may_send() const { return sending_calls < kMostSendingCalls; }
  /// `other_values`: than those of the last call that could send.
  void call_opened(bool look_only, bool other_values);
  void call_failed(const events::CallFailure& failure, std::optional<bool> nothing_made);
  void call_succeeded();
  void was_found(const MetactfUserId& id, const std::vector<std::string>& as_ours);
  void was_adopted(std::optional<MetactfUserId> id);
  void was_rejected();
};
BOOST_DESCRIBE_STRUCT(AccountEvidence, (),
                      (perhaps_made, adopted, adopted_as, creation_begun, doubt, found, same, seen,
                       sending_calls))

/// What the last call that could send says. Personal; unreadable: there was none.
using SentPayload = Sealed<events::UserPayload>;

/// To the vendor it is the same: an address in other case is.
bool same_values(const events::UserPayload& one, const events::UserPayload& other);
/// Whether a call for `payload` is to look only: it was sent often enough in vain. As an intent
/// says it.
std::optional<bool> look_only(const AccountEvidence& known, const SentPayload& sent,
                              const events::UserPayload& payload);
/// `failure` was that another account has one of the values that were sent, and `payload` says the
/// same one: it would be refused again, and disclosed again.
bool would_clash(const std::optional<events::CallFailure>& failure, const SentPayload& sent,
                 const events::UserPayload& payload);
/// An intent has opened a call: counts what it may send, and keeps it.
template <class Requested>
void call_opened(AccountEvidence& known, SentPayload& sent, const Requested& e) {
  const bool looks = e.look_only.value_or(false);
  const bool other = !sent.readable() || !same_values(sent.reveal(), e.payload.reveal());
  known.call_opened(looks, other);
  if (!looks) sent = e.payload;
}

/// Whether the account may be taken over. Whoever named another one than this is asked again,
/// whatever the owner has set.
bool is_ours(const Account& account, const AccountEvidence& evidence, FoundAccounts setting);

/// What of the account is as `payload` would have made it, by names: `username`, and `email` and
/// `name` where the vendor shows them beyond its contract. What is not shown is in neither.
struct Likeness {
  std::vector<std::string> same;
  std::vector<std::string> different;
  bool operator==(const Likeness&) const = default;
};
Likeness likeness_of(const Account& account, const events::UserPayload& payload);

/// What is shown of who is held, and of who was rejected.
events::CallFailure account_is_held();
events::CallFailure account_is_rejected();

/// What an admin decides about: this account, as it was shown. Bulk: only while these members are
/// the same.
struct AccountInQuestion {
  std::optional<MetactfUserId> metactf_user_id;
  std::vector<std::string> same = {};
};
/// True: it is recorded; false: it was so before. Errc::conflict when the account is not as it was
/// shown, or `recorded` is another one. `beforehand`: by who names it before it is found.
Result<bool> may_adopt(const AccountEvidence& known, const std::optional<MetactfUserId>& recorded,
                       const AccountInQuestion& asked, bool beforehand);
/// As above.
Result<bool> may_reject(const AccountEvidence& known, const AccountInQuestion& asked);
/// The one that is adopted by that; none: whichever is there.
std::optional<MetactfUserId> account_meant(const AccountEvidence& known,
                                           const AccountInQuestion& asked);
/// The vendor answers about another account than the one recorded, and has not done so before.
bool is_news(const AccountEvidence& known, const MetactfUserId& recorded,
             const MetactfUserId& seen);
/// That the account waits for an admin: an event of coach or competitor.
template <class Found, class Id>
Found found_event(const Id& id, const CallId& call, std::int64_t attempt, const Account& account,
                  const events::UserPayload& payload) {
  auto likeness = likeness_of(account, payload);
  return {id,
          call,
          attempt,
          account_is_held(),
          account.metactf_user_id,
          account.metactf_username,
          account.metactf_user_status,
          account.last_login_at,
          std::move(likeness.same),
          std::move(likeness.different),
          account.vendor_raw};
}

/// What is held, whole: it is compared again when the facts change. Personal.
struct HeldAccount {
  CallId call_id;
  std::int64_t attempt{};
  MetactfUserId metactf_user_id;
  std::optional<std::string> metactf_username;
  std::optional<std::string> metactf_user_status;
  std::optional<VendorTime> last_login_at;
  boost::json::value vendor_raw;  ///< Null: none.
  bool operator==(const HeldAccount&) const = default;
};
BOOST_DESCRIBE_STRUCT(HeldAccount, (),
                      (call_id, attempt, metactf_user_id, metactf_username, metactf_user_status,
                       last_login_at, vendor_raw))
using MaybeHeld = Sealed<std::optional<HeldAccount>>;

template <class Found>
MaybeHeld held_by(const Found& e) {
  HeldAccount out{
      e.call_id,       e.attempt, e.metactf_user_id, std::nullopt, e.metactf_user_status,
      e.last_login_at, nullptr};
  if (e.metactf_username.readable()) out.metactf_username = e.metactf_username.reveal();
  if (e.vendor_raw.readable()) out.vendor_raw = e.vendor_raw.reveal();
  return MaybeHeld{std::move(out)};
}
Account account_of(const HeldAccount& held);

/// That it still waits, and what of it is as it would be sent now; none when that is as before.
template <class Found, class Id>
std::optional<Found> compared_anew(const Id& id, const MaybeHeld& held,
                                   const events::UserPayload& before,
                                   const events::UserPayload& now) {
  if (!held.readable() || !held.reveal()) return std::nullopt;
  const auto account = account_of(*held.reveal());
  if (likeness_of(account, before) == likeness_of(account, now)) return std::nullopt;
  return found_event<Found>(id, held.reveal()->call_id, held.reveal()->attempt, account, now);
}

extern const Error kAccountHeldRefusal;
extern const Error kAccountRejectedRefusal;
extern const Error kOtherAccountRecorded;
/// The call that would write is not open any more, or what it would say has changed.
extern const Error kCallNotOpen;

}  // namespace lockstep::domain
