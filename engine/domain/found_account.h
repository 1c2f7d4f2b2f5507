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

/// What the log says about whose the account under the id is. Part of the state of coaches and
/// competitors.
struct AccountEvidence {
  bool perhaps_made = false;  ///< A creation of ours went out, and nothing proves that it failed.
  bool adopted = false;       ///< An import or an admin has named it.
  std::optional<MetactfUserId> adopted_as = {};  ///< This one; none: whichever is there.
  bool creation_begun = false;                   ///< By the open call.
  AccountDoubt doubt{};
  std::optional<MetactfUserId> found = {};  ///< While there is doubt.
  std::vector<std::string> same = {};       ///< Of it, with the facts of now.
  std::optional<MetactfUserId> seen = {};   ///< Otherwise than recorded.
  bool operator==(const AccountEvidence&) const = default;

  void call_opened();
  void call_failed(const events::CallFailure& failure, std::optional<bool> nothing_made);
  void call_succeeded() { creation_begun = false; }
  void facts_changed() { same.clear(); }
  void was_found(const MetactfUserId& id, const std::vector<std::string>& as_ours);
  void was_adopted(std::optional<MetactfUserId> id);
  void was_rejected();
};
BOOST_DESCRIBE_STRUCT(AccountEvidence, (),
                      (perhaps_made, adopted, adopted_as, creation_begun, doubt, found, same, seen))

/// Whether the account may be taken over. Whoever named another one than this is asked again,
/// whatever the owner has set.
bool is_ours(const Account& account, const AccountEvidence& evidence, FoundAccounts setting);

/// What of the account is as `payload` would have made it, by names: `username`, and `email` and
/// `name` where the vendor shows them beyond its contract. What is not shown is in neither.
struct Likeness {
  std::vector<std::string> same;
  std::vector<std::string> different;
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

extern const Error kAccountHeldRefusal;
extern const Error kAccountRejectedRefusal;
extern const Error kOtherAccountRecorded;
/// The call that would write is not open any more, or what it would say has changed.
extern const Error kCallNotOpen;

}  // namespace lockstep::domain
