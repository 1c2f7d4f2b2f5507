// What can happen to a team. Stored for ever: see docs/log-format.md before changing a member.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <boost/describe.hpp>

#include "events/event_traits.h"
#include "events/ids.h"
#include "events/roster_types.h"
#include "events/sealed.h"
#include "events/vendor_types.h"

namespace lockstep::events {

/// The dashboard's facts about a team, whole: an absent optional means that there is none.
struct TeamFactsRecorded {
  static constexpr std::string_view kType = "team.facts_recorded.v1";
  TeamId team_id;
  CoachId coach_id;
  Sealed<std::string> name;
  Division division{};
  Sealed<std::optional<std::string>> affiliation;
  /// The request that the coach holds the name for, from here on.
  std::optional<std::int64_t> name_request_no = {};
  /// The one that it was held for until now, when it is another.
  std::optional<std::int64_t> replaced_request_no = {};
  bool operator==(const TeamFactsRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamFactsRecorded, (),
                      (team_id, coach_id, name, division, affiliation, name_request_no,
                       replaced_request_no))
template <>
struct EventTraits<TeamFactsRecorded> : EventAbout<EventRole::fact, &TeamFactsRecorded::team_id> {};

/// What a request for a name changes along with it. What is absent stays.
struct TeamFactsChange {
  std::string name;
  std::optional<Division> division;
  bool changes_affiliation{};
  std::optional<std::string> affiliation;
  bool operator==(const TeamFactsChange&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamFactsChange, (), (name, division, changes_affiliation, affiliation))

/// The coach is asked for the name; the facts change when it is confirmed, all of them or none.
/// `request_no` counts these per team.
struct TeamNameRequested {
  static constexpr std::string_view kType = "team.name_requested.v1";
  TeamId team_id;
  CoachId coach_id;
  std::int64_t request_no{};
  Sealed<TeamFactsChange> change;
  /// Whoever asked requires that the facts are still at this revision when it is confirmed.
  std::optional<std::int64_t> if_revision = {};
  bool operator==(const TeamNameRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamNameRequested, (), (team_id, coach_id, request_no, change, if_revision))
template <>
struct EventTraits<TeamNameRequested> : EventAbout<EventRole::step, &TeamNameRequested::team_id> {};

/// The request is over and changed nothing: the coach refused the name, or it was withdrawn.
struct TeamNameRefused {
  static constexpr std::string_view kType = "team.name_refused.v1";
  TeamId team_id;
  CoachId coach_id;
  std::int64_t request_no{};
  std::string reason;  ///< The type of the Error.
  bool operator==(const TeamNameRefused&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamNameRefused, (), (team_id, coach_id, request_no, reason))
template <>
struct EventTraits<TeamNameRefused> : EventAbout<EventRole::refusal, &TeamNameRefused::team_id> {};

/// On the roster, from here on. Said again with a higher `request_no` when that was asked for
/// again.
struct TeamMemberAdded {
  static constexpr std::string_view kType = "team.member_added.v1";
  TeamId team_id;
  CompetitorId competitor_id;
  std::int64_t request_no{};
  bool operator==(const TeamMemberAdded&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamMemberAdded, (), (team_id, competitor_id, request_no))
template <>
struct EventTraits<TeamMemberAdded> : EventAbout<EventRole::step, &TeamMemberAdded::competitor_id> {
};

/// The team does not take this competitor for this request, whatever becomes of its places.
struct TeamMemberRefused {
  static constexpr std::string_view kType = "team.member_refused.v1";
  TeamId team_id;
  CompetitorId competitor_id;
  std::int64_t request_no{};
  std::string reason;  ///< The type of the Error.
  bool operator==(const TeamMemberRefused&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamMemberRefused, (), (team_id, competitor_id, request_no, reason))
template <>
struct EventTraits<TeamMemberRefused>
    : EventAbout<EventRole::refusal, &TeamMemberRefused::competitor_id> {};

struct TeamMemberRemoved {
  static constexpr std::string_view kType = "team.member_removed.v1";
  TeamId team_id;
  CompetitorId competitor_id;
  std::int64_t request_no{};  ///< Of the membership that ended.
  RemovalReason reason{};
  bool operator==(const TeamMemberRemoved&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamMemberRemoved, (), (team_id, competitor_id, request_no, reason))
template <>
struct EventTraits<TeamMemberRemoved>
    : EventAbout<EventRole::step, &TeamMemberRemoved::competitor_id> {};

/// The team exists at the vendor: this member may be put on it there.
struct TeamMemberCleared {
  static constexpr std::string_view kType = "team.member_cleared.v1";
  TeamId team_id;
  CompetitorId competitor_id;
  std::int64_t request_no{};
  bool operator==(const TeamMemberCleared&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamMemberCleared, (), (team_id, competitor_id, request_no))
template <>
struct EventTraits<TeamMemberCleared>
    : EventAbout<EventRole::step, &TeamMemberCleared::competitor_id> {};

/// Gone from the dashboard. At the vendor only when `team.remote_deleted` follows.
struct TeamDeleted {
  static constexpr std::string_view kType = "team.deleted.v1";
  TeamId team_id;
  CoachId coach_id;
  bool operator==(const TeamDeleted&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamDeleted, (), (team_id, coach_id))
template <>
struct EventTraits<TeamDeleted> : EventAbout<EventRole::fact, &TeamDeleted::team_id> {};

/// The coach's account is there, from here on. The school is the affiliation of a team without one.
struct TeamCoachReady {
  static constexpr std::string_view kType = "team.coach_ready.v1";
  TeamId team_id;
  Sealed<std::optional<std::string>> coach_school;
  bool operator==(const TeamCoachReady&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamCoachReady, (), (team_id, coach_school))
template <>
struct EventTraits<TeamCoachReady> : QuietEventAbout<EventRole::step, &TeamCoachReady::team_id> {};

/// Intent: make sure that the vendor has this team.
struct TeamRemoteCreationRequested {
  static constexpr std::string_view kType = "team.remote_creation_requested.v1";
  TeamId team_id;
  CallId call_id;
  std::int64_t attempt{};
  Sealed<TeamPayload> payload;
  bool operator==(const TeamRemoteCreationRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteCreationRequested, (), (team_id, call_id, attempt, payload))
template <>
struct EventTraits<TeamRemoteCreationRequested>
    : EventAbout<EventRole::intent, &TeamRemoteCreationRequested::team_id> {};

struct TeamRemoteCreated {
  static constexpr std::string_view kType = "team.remote_created.v1";
  TeamId team_id;
  CallId call_id;
  std::optional<MetactfTeamId> metactf_team_id;  ///< None when the vendor only said "exists".
  std::optional<std::string> metactf_coach_id;
  /// As the vendor has it from then on, if it said so.
  Sealed<std::optional<std::string>> team_name = {};
  std::optional<Division> division = {};  ///< Likewise; none, too, when it is one unknown to us.
  /// True: this call or one before it made the team, nobody knows which.
  std::optional<bool> maker_unknown = {};
  bool operator==(const TeamRemoteCreated&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteCreated, (),
                      (team_id, call_id, metactf_team_id, metactf_coach_id, team_name, division,
                       maker_unknown))
template <>
struct EventTraits<TeamRemoteCreated>
    : EventAbout<EventRole::outcome, &TeamRemoteCreated::team_id> {};

struct TeamRemoteCreationFailed {
  static constexpr std::string_view kType = "team.remote_creation_failed.v1";
  TeamId team_id;
  CallId call_id;
  std::int64_t attempt{};
  CallFailure failure;
  std::optional<Timestamp> retry_at;
  bool operator==(const TeamRemoteCreationFailed&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteCreationFailed, (), (team_id, call_id, attempt, failure, retry_at))
template <>
struct EventTraits<TeamRemoteCreationFailed>
    : EventAbout<EventRole::failure, &TeamRemoteCreationFailed::team_id> {};

/// The vendor was found not to have the team that it is supposed to have.
struct TeamRemoteMissing {
  static constexpr std::string_view kType = "team.remote_missing.v1";
  TeamId team_id;
  CallId found_by;  ///< The call that the vendor answered so: an assignment of somebody to it.
  bool operator==(const TeamRemoteMissing&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteMissing, (), (team_id, found_by))
template <>
struct EventTraits<TeamRemoteMissing> : EventAbout<EventRole::answer, &TeamRemoteMissing::team_id> {
};

/// Intent: make sure that the vendor no longer has this team.
struct TeamRemoteDeletionRequested {
  static constexpr std::string_view kType = "team.remote_deletion_requested.v1";
  TeamId team_id;
  CallId call_id;
  std::int64_t attempt{};
  bool operator==(const TeamRemoteDeletionRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteDeletionRequested, (), (team_id, call_id, attempt))
template <>
struct EventTraits<TeamRemoteDeletionRequested>
    : EventAbout<EventRole::intent, &TeamRemoteDeletionRequested::team_id> {};

struct TeamRemoteDeleted {
  static constexpr std::string_view kType = "team.remote_deleted.v1";
  TeamId team_id;
  CallId call_id;
  bool operator==(const TeamRemoteDeleted&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteDeleted, (), (team_id, call_id))
template <>
struct EventTraits<TeamRemoteDeleted>
    : EventAbout<EventRole::outcome, &TeamRemoteDeleted::team_id> {};

struct TeamRemoteDeletionFailed {
  static constexpr std::string_view kType = "team.remote_deletion_failed.v1";
  TeamId team_id;
  CallId call_id;
  std::int64_t attempt{};
  CallFailure failure;
  std::optional<Timestamp> retry_at;
  bool operator==(const TeamRemoteDeletionFailed&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteDeletionFailed, (), (team_id, call_id, attempt, failure, retry_at))
template <>
struct EventTraits<TeamRemoteDeletionFailed>
    : EventAbout<EventRole::failure, &TeamRemoteDeletionFailed::team_id> {};

using TeamEvent =
    std::variant<TeamFactsRecorded, TeamNameRequested, TeamNameRefused, TeamMemberAdded,
                 TeamMemberRefused, TeamMemberRemoved, TeamMemberCleared, TeamDeleted,
                 TeamCoachReady, TeamRemoteCreationRequested, TeamRemoteCreated,
                 TeamRemoteCreationFailed, TeamRemoteMissing, TeamRemoteDeletionRequested,
                 TeamRemoteDeleted, TeamRemoteDeletionFailed>;

}  // namespace lockstep::events
