// What can happen to a competitor's account at the vendor besides that it is made: it is found, and
// somebody decides whose it is. Part of events/competitor_events.h, and stored for ever as well.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "events/event_traits.h"
#include "events/ids.h"
#include "events/sealed.h"
#include "events/vendor_types.h"

namespace lockstep::events {

/// Before anything of the payload is sent: the look-up of this call found nobody. What is found
/// under the id later may be ours, and only then (docs/vendor.md, "Whose account it is").
struct CompetitorCreationBegun {
  static constexpr std::string_view kType = "competitor.creation_begun.v1";
  CompetitorId competitor_id;
  CallId call_id;
  bool operator==(const CompetitorCreationBegun&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorCreationBegun, (), (competitor_id, call_id))
template <>
struct EventTraits<CompetitorCreationBegun>
    : QuietEventAbout<EventRole::step, &CompetitorCreationBegun::competitor_id> {};

/// Outcome: the vendor has an account under the id that no intent of ours made and nobody has named
/// as theirs. Nothing was sent, and nothing is, until an admin has decided.
struct CompetitorAccountFound {
  static constexpr std::string_view kType = "competitor.account_found.v1";
  CompetitorId competitor_id;
  CallId call_id;
  std::int64_t attempt{};
  CallFailure failure;
  MetactfUserId metactf_user_id;
  Sealed<std::string> metactf_username;
  std::optional<std::string> metactf_user_status;  ///< Verbatim.
  std::optional<VendorTime> last_login_at;
  std::vector<std::string> same;       ///< What of it is as we would have said: names of members.
  std::vector<std::string> different;  ///< What is not; the rest is not shown by the vendor.
  Sealed<boost::json::value> vendor_raw = {};  ///< As of CompetitorOnboarded.
  bool operator==(const CompetitorAccountFound&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorAccountFound, (),
                      (competitor_id, call_id, attempt, failure, metactf_user_id, metactf_username,
                       metactf_user_status, last_login_at, same, different, vendor_raw))
template <>
struct EventTraits<CompetitorAccountFound>
    : EventAbout<EventRole::failure, &CompetitorAccountFound::competitor_id> {};

/// Somebody who may says that the account is theirs: an admin of one that is held, or an import,
/// which knows, before it is found.
struct CompetitorAccountAdopted {
  static constexpr std::string_view kType = "competitor.account_adopted.v1";
  CompetitorId competitor_id;
  std::optional<MetactfUserId> metactf_user_id;  ///< This one; none: whichever is there.
  bool operator==(const CompetitorAccountAdopted&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorAccountAdopted, (), (competitor_id, metactf_user_id))
template <>
struct EventTraits<CompetitorAccountAdopted>
    : EventAbout<EventRole::wish, &CompetitorAccountAdopted::competitor_id> {};

/// An admin says that the account which was found is not theirs.
struct CompetitorAccountRejected {
  static constexpr std::string_view kType = "competitor.account_rejected.v1";
  CompetitorId competitor_id;
  MetactfUserId metactf_user_id;
  CallFailure failure;  ///< What is shown from here on.
  bool operator==(const CompetitorAccountRejected&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorAccountRejected, (), (competitor_id, metactf_user_id, failure))
template <>
struct EventTraits<CompetitorAccountRejected>
    : EventAbout<EventRole::step, &CompetitorAccountRejected::competitor_id> {};

/// The vendor answered about another account than the one that is recorded. Nothing that it said
/// of it is taken over.
struct CompetitorAccountDiffers {
  static constexpr std::string_view kType = "competitor.account_differs.v1";
  CompetitorId competitor_id;
  MetactfUserId metactf_user_id;  ///< As recorded.
  MetactfUserId seen;
  bool operator==(const CompetitorAccountDiffers&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorAccountDiffers, (), (competitor_id, metactf_user_id, seen))
template <>
struct EventTraits<CompetitorAccountDiffers>
    : EventAbout<EventRole::answer, &CompetitorAccountDiffers::competitor_id> {};

}  // namespace lockstep::events
