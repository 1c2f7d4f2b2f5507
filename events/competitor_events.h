// What can happen to a competitor. Stored for ever: see docs/log-format.md before changing a
// member.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "events/competitor_account_events.h"
#include "events/event_traits.h"
#include "events/ids.h"
#include "events/person.h"
#include "events/sealed.h"
#include "events/vendor_types.h"

namespace lockstep::events {

/// The dashboard's facts about a competitor, whole: an absent optional means that there is none.
struct CompetitorFactsRecorded {
  static constexpr std::string_view kType = "competitor.facts_recorded.v1";
  CompetitorId competitor_id;
  CoachId coach_id;
  Sealed<CompetitorPerson> person;
  Division division{};
  bool is_active{};
  bool profile_complete{};
  bool compliance_complete{};
  std::optional<std::string> compliance_date;  ///< ISO 8601 date.
  std::optional<std::string> syned_school_id;
  std::optional<std::string> syned_region_id;
  bool operator==(const CompetitorFactsRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorFactsRecorded, (),
                      (competitor_id, coach_id, person, division, is_active, profile_complete,
                       compliance_complete, compliance_date, syned_school_id, syned_region_id))
template <>
struct EventTraits<CompetitorFactsRecorded>
    : EventAbout<EventRole::fact, &CompetitorFactsRecorded::competitor_id> {};

/// Somebody who may asked for "Add to Game Platform". From here on it is wanted until it is so.
struct CompetitorOnboardingWanted {
  static constexpr std::string_view kType = "competitor.onboarding_wanted.v1";
  CompetitorId competitor_id;
  CoachId coach_id;
  bool operator==(const CompetitorOnboardingWanted&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorOnboardingWanted, (), (competitor_id, coach_id))
template <>
struct EventTraits<CompetitorOnboardingWanted>
    : EventAbout<EventRole::wish, &CompetitorOnboardingWanted::competitor_id> {};

/// The coach's account does not allow it yet; it goes on by itself when it does.
struct CompetitorOnboardingParked {
  static constexpr std::string_view kType = "competitor.onboarding_parked.v1";
  CompetitorId competitor_id;
  std::optional<std::string> coach_status;  ///< The vendor's, verbatim; none = no account yet.
  bool operator==(const CompetitorOnboardingParked&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorOnboardingParked, (), (competitor_id, coach_status))
template <>
struct EventTraits<CompetitorOnboardingParked>
    : EventAbout<EventRole::step, &CompetitorOnboardingParked::competitor_id> {};

/// The coach's account allows it, from here on. School and region are the coach's, in case the
/// competitor has none.
struct CompetitorCoachCleared {
  static constexpr std::string_view kType = "competitor.coach_cleared.v1";
  CompetitorId competitor_id;
  Sealed<std::optional<std::string>> coach_school;
  std::optional<std::string> coach_region;
  std::optional<CoachId> coach_id;  ///< Whose account it is; none = the competitor's coach then.
  bool operator==(const CompetitorCoachCleared&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorCoachCleared, (),
                      (competitor_id, coach_school, coach_region, coach_id))
template <>
struct EventTraits<CompetitorCoachCleared>
    : QuietEventAbout<EventRole::step, &CompetitorCoachCleared::competitor_id> {};

/// Intent: make sure that the vendor has this user. `payload` is exactly what would be disclosed.
struct CompetitorOnboardingRequested {
  static constexpr std::string_view kType = "competitor.onboarding_requested.v1";
  CompetitorId competitor_id;
  CoachId coach_id;
  CallId call_id;
  std::int64_t attempt{};
  Sealed<UserPayload> payload;
  /// True: it is looked for alone. It was sent often enough in vain (docs/vendor.md).
  std::optional<bool> look_only = {};
  bool operator==(const CompetitorOnboardingRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorOnboardingRequested, (),
                      (competitor_id, coach_id, call_id, attempt, payload, look_only))
template <>
struct EventTraits<CompetitorOnboardingRequested>
    : EventAbout<EventRole::intent, &CompetitorOnboardingRequested::competitor_id> {};

struct CompetitorOnboarded {
  static constexpr std::string_view kType = "competitor.onboarded.v1";
  CompetitorId competitor_id;
  CallId call_id;
  MetactfUserId metactf_user_id;
  Sealed<std::string> metactf_username;
  std::optional<std::string> metactf_user_status;  ///< Verbatim.
  std::optional<VendorTime> last_login_at;
  bool created{};  ///< False: the vendor had the user already and nothing was sent.
  /// The vendor's whole answer, only when it had fields that the contract does not name.
  Sealed<boost::json::value> vendor_raw = {};
  /// True: this call or one before it made the user, nobody knows which, so nobody knows what it
  /// was told.
  std::optional<bool> maker_unknown = {};
  bool operator==(const CompetitorOnboarded&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorOnboarded, (),
                      (competitor_id, call_id, metactf_user_id, metactf_username,
                       metactf_user_status, last_login_at, created, vendor_raw, maker_unknown))
template <>
struct EventTraits<CompetitorOnboarded>
    : EventAbout<EventRole::outcome, &CompetitorOnboarded::competitor_id> {};

struct CompetitorOnboardingFailed {
  static constexpr std::string_view kType = "competitor.onboarding_failed.v1";
  CompetitorId competitor_id;
  CallId call_id;
  std::int64_t attempt{};
  CallFailure failure;
  std::optional<Timestamp> retry_at;
  /// True: what was sent was refused, so the vendor has made nobody of it.
  std::optional<bool> nothing_made = {};
  bool operator==(const CompetitorOnboardingFailed&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorOnboardingFailed, (),
                      (competitor_id, call_id, attempt, failure, retry_at, nothing_made))
template <>
struct EventTraits<CompetitorOnboardingFailed>
    : EventAbout<EventRole::failure, &CompetitorOnboardingFailed::competitor_id> {};

/// Nobody wants the competitor added any more: what failed or waits is not tried again unasked.
struct CompetitorOnboardingWithdrawn {
  static constexpr std::string_view kType = "competitor.onboarding_withdrawn.v1";
  CompetitorId competitor_id;
  bool operator==(const CompetitorOnboardingWithdrawn&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorOnboardingWithdrawn, (), (competitor_id))
template <>
struct EventTraits<CompetitorOnboardingWithdrawn>
    : EventAbout<EventRole::step, &CompetitorOnboardingWithdrawn::competitor_id> {};

/// The vendor's word about the user changed.
struct CompetitorPlatformStatusRecorded {
  static constexpr std::string_view kType = "competitor.platform_status_recorded.v1";
  CompetitorId competitor_id;
  std::optional<std::string> metactf_user_status;  ///< Verbatim.
  std::optional<VendorTime> last_login_at;
  bool operator==(const CompetitorPlatformStatusRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorPlatformStatusRecorded, (),
                      (competitor_id, metactf_user_status, last_login_at))
template <>
struct EventTraits<CompetitorPlatformStatusRecorded>
    : EventAbout<EventRole::answer, &CompetitorPlatformStatusRecorded::competitor_id> {};

/// A team was asked for. `request_no` counts these per competitor: the highest is what holds.
struct CompetitorTeamRequested {
  static constexpr std::string_view kType = "competitor.team_requested.v1";
  CompetitorId competitor_id;
  TeamId team_id;
  std::int64_t request_no{};
  Division division{};  ///< The competitor's, for the team to compare.
  CoachId coach_id;     ///< Likewise.
  bool operator==(const CompetitorTeamRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorTeamRequested, (),
                      (competitor_id, team_id, request_no, division, coach_id))
template <>
struct EventTraits<CompetitorTeamRequested>
    : EventAbout<EventRole::wish, &CompetitorTeamRequested::competitor_id> {};

/// The team did not take the competitor, who stays where they were.
struct CompetitorTeamRefused {
  static constexpr std::string_view kType = "competitor.team_refused.v1";
  CompetitorId competitor_id;
  TeamId team_id;
  std::int64_t request_no{};
  std::string reason;  ///< The Error::type of the refusal.
  bool operator==(const CompetitorTeamRefused&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorTeamRefused, (), (competitor_id, team_id, request_no, reason))
template <>
struct EventTraits<CompetitorTeamRefused>
    : QuietEventAbout<EventRole::refusal, &CompetitorTeamRefused::competitor_id> {};

/// The competitor's desired team, from here on.
struct CompetitorTeamAssigned {
  static constexpr std::string_view kType = "competitor.team_assigned.v1";
  CompetitorId competitor_id;
  TeamId team_id;
  std::int64_t request_no{};
  std::optional<TeamId> previous_team_id;
  bool operator==(const CompetitorTeamAssigned&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorTeamAssigned, (),
                      (competitor_id, team_id, request_no, previous_team_id))
template <>
struct EventTraits<CompetitorTeamAssigned>
    : EventAbout<EventRole::step, &CompetitorTeamAssigned::competitor_id> {};

/// No team is desired, from here on. `team_id` may have been left before it was ever confirmed.
struct CompetitorTeamLeft {
  static constexpr std::string_view kType = "competitor.team_left.v1";
  CompetitorId competitor_id;
  TeamId team_id;
  std::int64_t request_no{};
  std::optional<TeamId> previous_team_id;  ///< Another team that the competitor was still on.
  bool operator==(const CompetitorTeamLeft&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorTeamLeft, (),
                      (competitor_id, team_id, request_no, previous_team_id))
template <>
struct EventTraits<CompetitorTeamLeft>
    : EventAbout<EventRole::wish, &CompetitorTeamLeft::competitor_id> {};

/// The desired team exists at the vendor, so the competitor can be put on it there.
struct CompetitorTeamReady {
  static constexpr std::string_view kType = "competitor.team_ready.v1";
  CompetitorId competitor_id;
  TeamId team_id;
  std::int64_t request_no{};
  bool operator==(const CompetitorTeamReady&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorTeamReady, (), (competitor_id, team_id, request_no))
template <>
struct EventTraits<CompetitorTeamReady>
    : QuietEventAbout<EventRole::step, &CompetitorTeamReady::competitor_id> {};

/// Intent: make the competitor's team at the vendor be `team_id`, or none when that is empty.
struct CompetitorAssignmentRequested {
  static constexpr std::string_view kType = "competitor.assignment_requested.v1";
  CompetitorId competitor_id;
  CallId call_id;
  std::int64_t attempt{};
  std::optional<TeamId> team_id;
  std::optional<TeamId> known_remote_team_id;  ///< Where we believe the competitor to be now.
  bool operator==(const CompetitorAssignmentRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorAssignmentRequested, (),
                      (competitor_id, call_id, attempt, team_id, known_remote_team_id))
template <>
struct EventTraits<CompetitorAssignmentRequested>
    : QuietEventAbout<EventRole::intent, &CompetitorAssignmentRequested::competitor_id> {};

/// Outcome: the competitor's team at the vendor is `team_id`.
struct CompetitorAssignmentRecorded {
  static constexpr std::string_view kType = "competitor.assignment_recorded.v1";
  CompetitorId competitor_id;
  CallId call_id;
  std::optional<TeamId> team_id;
  bool operator==(const CompetitorAssignmentRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorAssignmentRecorded, (), (competitor_id, call_id, team_id))
template <>
struct EventTraits<CompetitorAssignmentRecorded>
    : EventAbout<EventRole::outcome, &CompetitorAssignmentRecorded::competitor_id> {};

struct CompetitorAssignmentFailed {
  static constexpr std::string_view kType = "competitor.assignment_failed.v1";
  CompetitorId competitor_id;
  CallId call_id;
  std::int64_t attempt{};
  std::optional<TeamId> team_id;
  CallFailure failure;
  std::optional<Timestamp> retry_at;
  bool operator==(const CompetitorAssignmentFailed&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorAssignmentFailed, (),
                      (competitor_id, call_id, attempt, team_id, failure, retry_at))
template <>
struct EventTraits<CompetitorAssignmentFailed>
    : EventAbout<EventRole::failure, &CompetitorAssignmentFailed::competitor_id> {};

/// Found: the vendor has the competitor on `team_id` (or on no team), against what was believed.
struct CompetitorRemoteTeamFound {
  static constexpr std::string_view kType = "competitor.remote_team_found.v1";
  CompetitorId competitor_id;
  CallId found_by;  ///< The reconciliation that read the vendor's list.
  std::optional<TeamId> team_id;
  bool operator==(const CompetitorRemoteTeamFound&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorRemoteTeamFound, (), (competitor_id, found_by, team_id))
template <>
struct EventTraits<CompetitorRemoteTeamFound>
    : EventAbout<EventRole::answer, &CompetitorRemoteTeamFound::competitor_id> {};

/// Intent: the vendor mails the competitor a link to reset the password. Performed at most once.
struct CompetitorPasswordResetRequested {
  static constexpr std::string_view kType = "competitor.password_reset_requested.v1";
  CompetitorId competitor_id;
  CallId call_id;
  bool operator==(const CompetitorPasswordResetRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorPasswordResetRequested, (), (competitor_id, call_id))
template <>
struct EventTraits<CompetitorPasswordResetRequested>
    : QuietEventAbout<EventRole::intent, &CompetitorPasswordResetRequested::competitor_id> {};

/// Outcome: the vendor took it.
struct CompetitorPasswordResetSent {
  static constexpr std::string_view kType = "competitor.password_reset_sent.v1";
  CompetitorId competitor_id;
  CallId call_id;
  bool operator==(const CompetitorPasswordResetSent&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorPasswordResetSent, (), (competitor_id, call_id))
template <>
struct EventTraits<CompetitorPasswordResetSent>
    : QuietEventAbout<EventRole::outcome, &CompetitorPasswordResetSent::competitor_id> {};

/// Outcome: it failed, or nobody knows. Never tried again unasked.
struct CompetitorPasswordResetFailed {
  static constexpr std::string_view kType = "competitor.password_reset_failed.v1";
  CompetitorId competitor_id;
  CallId call_id;
  CallFailure failure;
  bool operator==(const CompetitorPasswordResetFailed&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorPasswordResetFailed, (), (competitor_id, call_id, failure))
template <>
struct EventTraits<CompetitorPasswordResetFailed>
    : QuietEventAbout<EventRole::failure, &CompetitorPasswordResetFailed::competitor_id> {};

using CompetitorEvent = std::variant<
    CompetitorFactsRecorded, CompetitorOnboardingWanted, CompetitorOnboardingParked,
    CompetitorCoachCleared, CompetitorOnboardingRequested, CompetitorOnboarded,
    CompetitorOnboardingFailed, CompetitorPlatformStatusRecorded, CompetitorTeamRequested,
    CompetitorTeamRefused, CompetitorTeamAssigned, CompetitorTeamLeft, CompetitorTeamReady,
    CompetitorAssignmentRequested, CompetitorAssignmentRecorded, CompetitorAssignmentFailed,
    CompetitorRemoteTeamFound, CompetitorPasswordResetRequested, CompetitorPasswordResetSent,
    CompetitorPasswordResetFailed, CompetitorCreationBegun, CompetitorAccountFound,
    CompetitorAccountAdopted, CompetitorAccountRejected, CompetitorAccountDiffers,
    CompetitorOnboardingWithdrawn>;

/// Everything that moves the desired or the remote team, or has either under way. How many there
/// were says whether what was seen of the competitor is still so.
using CompetitorTeamChanges =
    boost::mp11::mp_list<CompetitorOnboarded, CompetitorTeamRequested, CompetitorTeamRefused,
                         CompetitorTeamAssigned, CompetitorTeamLeft, CompetitorTeamReady,
                         CompetitorAssignmentRequested, CompetitorAssignmentRecorded,
                         CompetitorAssignmentFailed, CompetitorRemoteTeamFound>;

}  // namespace lockstep::events
