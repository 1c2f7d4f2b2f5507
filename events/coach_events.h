// What can happen to a coach. Stored for ever: see docs/log-format.md before changing a member.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

#include "events/event_traits.h"
#include "events/ids.h"
#include "events/person.h"
#include "events/roster_types.h"
#include "events/sealed.h"
#include "events/vendor_types.h"

namespace lockstep::events {

/// The dashboard's facts about a coach, whole: an absent optional means that there is none.
struct CoachFactsRecorded {
  static constexpr std::string_view kType = "coach.facts_recorded.v1";
  CoachId coach_id;
  Sealed<CoachPerson> person;
  Sealed<std::optional<std::string>> school_name;
  std::optional<std::string> region;
  std::optional<Division> division;
  bool operator==(const CoachFactsRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachFactsRecorded, (), (coach_id, person, school_name, region, division))
template <>
struct EventTraits<CoachFactsRecorded>
    : EventAbout<EventRole::fact, &CoachFactsRecorded::coach_id> {};

/// Intent: make sure that the vendor has an account for this coach. `payload` is exactly what would
/// be disclosed.
struct CoachAccountRequested {
  static constexpr std::string_view kType = "coach.account_requested.v1";
  CoachId coach_id;
  CallId call_id;
  std::int64_t attempt{};
  Sealed<UserPayload> payload;
  /// True: it is looked for alone. It was sent often enough in vain (docs/vendor.md).
  std::optional<bool> look_only = {};
  bool operator==(const CoachAccountRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachAccountRequested, (), (coach_id, call_id, attempt, payload, look_only))
template <>
struct EventTraits<CoachAccountRequested>
    : EventAbout<EventRole::intent, &CoachAccountRequested::coach_id> {};

/// Outcome: the vendor has the account.
struct CoachAccountRecorded {
  static constexpr std::string_view kType = "coach.account_recorded.v1";
  CoachId coach_id;
  CallId call_id;
  MetactfUserId metactf_user_id;
  Sealed<std::string> metactf_username;
  std::optional<std::string> metactf_user_status;  ///< Verbatim.
  std::optional<VendorTime> last_login_at;
  bool created{};  ///< By this call, as far as we know.
  /// The vendor's whole answer, only when it had fields that the contract does not name.
  Sealed<boost::json::value> vendor_raw = {};
  /// True: this call or one before it made the account, nobody knows which, so nobody knows what it
  /// was told.
  std::optional<bool> maker_unknown = {};
  bool operator==(const CoachAccountRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachAccountRecorded, (),
                      (coach_id, call_id, metactf_user_id, metactf_username, metactf_user_status,
                       last_login_at, created, vendor_raw, maker_unknown))
template <>
struct EventTraits<CoachAccountRecorded>
    : EventAbout<EventRole::outcome, &CoachAccountRecorded::coach_id> {};

/// Outcome: the call failed. With `retry_at` it will be tried again unasked.
struct CoachAccountFailed {
  static constexpr std::string_view kType = "coach.account_failed.v1";
  CoachId coach_id;
  CallId call_id;
  std::int64_t attempt{};
  CallFailure failure;
  std::optional<Timestamp> retry_at;
  /// True: what was sent was refused, so the vendor has made nobody of it.
  std::optional<bool> nothing_made = {};
  bool operator==(const CoachAccountFailed&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachAccountFailed, (),
                      (coach_id, call_id, attempt, failure, retry_at, nothing_made))
template <>
struct EventTraits<CoachAccountFailed>
    : EventAbout<EventRole::failure, &CoachAccountFailed::coach_id> {};

/// Before anything of the payload is sent: the look-up of this call found nobody. What is found
/// under the id later may be ours, and only then (docs/vendor.md, "Whose account it is").
struct CoachCreationBegun {
  static constexpr std::string_view kType = "coach.creation_begun.v1";
  CoachId coach_id;
  CallId call_id;
  bool operator==(const CoachCreationBegun&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachCreationBegun, (), (coach_id, call_id))
template <>
struct EventTraits<CoachCreationBegun>
    : QuietEventAbout<EventRole::step, &CoachCreationBegun::coach_id> {};

/// Outcome: the vendor has an account under the id that no intent of ours made and nobody has named
/// as theirs. Nothing was sent, and nothing is, until an admin has decided.
struct CoachAccountFound {
  static constexpr std::string_view kType = "coach.account_found.v1";
  CoachId coach_id;
  CallId call_id;
  std::int64_t attempt{};
  CallFailure failure;
  MetactfUserId metactf_user_id;
  Sealed<std::string> metactf_username;
  std::optional<std::string> metactf_user_status;  ///< Verbatim.
  std::optional<VendorTime> last_login_at;
  std::vector<std::string> same;       ///< What of it is as we would have said: names of members.
  std::vector<std::string> different;  ///< What is not; the rest is not shown by the vendor.
  Sealed<boost::json::value> vendor_raw = {};  ///< As of CoachAccountRecorded.
  bool operator==(const CoachAccountFound&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachAccountFound, (),
                      (coach_id, call_id, attempt, failure, metactf_user_id, metactf_username,
                       metactf_user_status, last_login_at, same, different, vendor_raw))
template <>
struct EventTraits<CoachAccountFound>
    : EventAbout<EventRole::failure, &CoachAccountFound::coach_id> {};

/// Somebody who may says that the account is theirs: an admin of one that is held, or an import,
/// which knows, before it is found.
struct CoachAccountAdopted {
  static constexpr std::string_view kType = "coach.account_adopted.v1";
  CoachId coach_id;
  std::optional<MetactfUserId> metactf_user_id;  ///< This one; none: whichever is there.
  bool operator==(const CoachAccountAdopted&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachAccountAdopted, (), (coach_id, metactf_user_id))
template <>
struct EventTraits<CoachAccountAdopted>
    : EventAbout<EventRole::wish, &CoachAccountAdopted::coach_id> {};

/// An admin says that the account which was found is not theirs.
struct CoachAccountRejected {
  static constexpr std::string_view kType = "coach.account_rejected.v1";
  CoachId coach_id;
  MetactfUserId metactf_user_id;
  CallFailure failure;  ///< What is shown from here on.
  bool operator==(const CoachAccountRejected&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachAccountRejected, (), (coach_id, metactf_user_id, failure))
template <>
struct EventTraits<CoachAccountRejected>
    : EventAbout<EventRole::step, &CoachAccountRejected::coach_id> {};

/// The vendor answered about another account than the one that is recorded. Nothing that it said
/// of it is taken over.
struct CoachAccountDiffers {
  static constexpr std::string_view kType = "coach.account_differs.v1";
  CoachId coach_id;
  MetactfUserId metactf_user_id;  ///< As recorded.
  MetactfUserId seen;
  bool operator==(const CoachAccountDiffers&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachAccountDiffers, (), (coach_id, metactf_user_id, seen))
template <>
struct EventTraits<CoachAccountDiffers>
    : EventAbout<EventRole::answer, &CoachAccountDiffers::coach_id> {};

/// The vendor says that it has no such account (any more). It is looked for all the same.
struct CoachAccountMissing {
  static constexpr std::string_view kType = "coach.account_missing.v1";
  CoachId coach_id;
  CallFailure failure;  ///< What is shown from here on.
  bool operator==(const CoachAccountMissing&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachAccountMissing, (), (coach_id, failure))
template <>
struct EventTraits<CoachAccountMissing>
    : EventAbout<EventRole::answer, &CoachAccountMissing::coach_id> {};

/// Somebody wants the account looked at now: whether it is approved, or there again.
struct CoachStatusCheckRequested {
  static constexpr std::string_view kType = "coach.status_check_requested.v1";
  CoachId coach_id;
  bool operator==(const CoachStatusCheckRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachStatusCheckRequested, (), (coach_id))
template <>
struct EventTraits<CoachStatusCheckRequested>
    : QuietEventAbout<EventRole::step, &CoachStatusCheckRequested::coach_id> {};

/// The vendor's word about the account changed, or is the answer to a check that was asked for.
struct CoachPlatformStatusRecorded {
  static constexpr std::string_view kType = "coach.platform_status_recorded.v1";
  CoachId coach_id;
  std::optional<std::string> metactf_user_status;  ///< Verbatim.
  std::optional<VendorTime> last_login_at;
  bool operator==(const CoachPlatformStatusRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachPlatformStatusRecorded, (),
                      (coach_id, metactf_user_status, last_login_at))
template <>
struct EventTraits<CoachPlatformStatusRecorded>
    : EventAbout<EventRole::answer, &CoachPlatformStatusRecorded::coach_id> {};

/// A competitor or team needs the account and has to wait for it.
struct CoachDependentWaiting {
  static constexpr std::string_view kType = "coach.dependent_waiting.v1";
  CoachId coach_id;
  DependentKind kind{};
  std::string dependent_id;
  std::optional<std::string> metactf_user_status;  ///< The reason, when the vendor gave one.
  bool operator==(const CoachDependentWaiting&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachDependentWaiting, (),
                      (coach_id, kind, dependent_id, metactf_user_status))
template <>
struct EventTraits<CoachDependentWaiting>
    : EventAbout<EventRole::step, &CoachDependentWaiting::dependent_id> {};

/// A competitor or team may go on: the account is there and the vendor lets it have competitors.
struct CoachDependentCleared {
  static constexpr std::string_view kType = "coach.dependent_cleared.v1";
  CoachId coach_id;
  DependentKind kind{};
  std::string dependent_id;
  Sealed<std::optional<std::string>> school_name;
  std::optional<std::string> region;
  bool operator==(const CoachDependentCleared&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachDependentCleared, (),
                      (coach_id, kind, dependent_id, school_name, region))
template <>
struct EventTraits<CoachDependentCleared>
    : EventAbout<EventRole::step, &CoachDependentCleared::dependent_id> {};

/// A team name is unique per coach, so the coach's actor gives it out. From here on the name is
/// this team's, whether the team has confirmed it yet or not.
struct CoachTeamNameHeld {
  static constexpr std::string_view kType = "coach.team_name_held.v1";
  CoachId coach_id;
  TeamId team_id;
  std::int64_t request_no{};  ///< Of the TeamNameRequested that it answers.
  Sealed<std::string> name;
  bool operator==(const CoachTeamNameHeld&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachTeamNameHeld, (), (coach_id, team_id, request_no, name))
template <>
struct EventTraits<CoachTeamNameHeld> : EventAbout<EventRole::step, &CoachTeamNameHeld::team_id> {};

/// Another team of the coach has the name, or there is no such coach.
struct CoachTeamNameRefused {
  static constexpr std::string_view kType = "coach.team_name_refused.v1";
  CoachId coach_id;
  TeamId team_id;
  std::int64_t request_no{};
  std::string reason;  ///< The type of the Error.
  bool operator==(const CoachTeamNameRefused&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachTeamNameRefused, (), (coach_id, team_id, request_no, reason))
template <>
struct EventTraits<CoachTeamNameRefused>
    : EventAbout<EventRole::refusal, &CoachTeamNameRefused::team_id> {};

/// What was held for this request is free, and the request is over.
struct CoachTeamNameReleased {
  static constexpr std::string_view kType = "coach.team_name_released.v1";
  CoachId coach_id;
  TeamId team_id;
  std::int64_t request_no{};
  bool operator==(const CoachTeamNameReleased&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachTeamNameReleased, (), (coach_id, team_id, request_no))
template <>
struct EventTraits<CoachTeamNameReleased>
    : QuietEventAbout<EventRole::step, &CoachTeamNameReleased::team_id> {};

using CoachEvent =
    std::variant<CoachFactsRecorded, CoachAccountRequested, CoachAccountRecorded,
                 CoachAccountFailed, CoachPlatformStatusRecorded, CoachDependentWaiting,
                 CoachDependentCleared, CoachTeamNameHeld, CoachTeamNameRefused,
                 CoachTeamNameReleased, CoachCreationBegun, CoachAccountFound, CoachAccountAdopted,
                 CoachAccountRejected, CoachAccountDiffers, CoachAccountMissing,
                 CoachStatusCheckRequested>;

}  // namespace lockstep::events
