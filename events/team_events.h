// What can happen to a team. Stored for ever: see docs/log-format.md before changing a member.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <boost/describe.hpp>

#include "events/ids.h"
#include "events/vendor_types.h"

namespace lockstep::events {

/// The dashboard's facts about a team, whole: an absent optional means that there is none.
struct TeamFactsRecorded {
  static constexpr std::string_view kType = "team.facts_recorded.v1";
  TeamId team_id;
  CoachId coach_id;
  std::string name;
  Division division{};
  std::optional<std::string> affiliation;
  bool operator==(const TeamFactsRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamFactsRecorded, (), (team_id, coach_id, name, division, affiliation))

/// On the roster, from here on. Said again with a higher `request_no` when he was asked for again.
struct TeamMemberAdded {
  static constexpr std::string_view kType = "team.member_added.v1";
  TeamId team_id;
  CompetitorId competitor_id;
  std::int64_t request_no{};
  bool operator==(const TeamMemberAdded&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamMemberAdded, (), (team_id, competitor_id, request_no))

/// Stored by name.
enum class RemovalReason : std::uint8_t { asked, moved };
BOOST_DESCRIBE_ENUM(RemovalReason, asked, moved)

struct TeamMemberRemoved {
  static constexpr std::string_view kType = "team.member_removed.v1";
  TeamId team_id;
  CompetitorId competitor_id;
  std::int64_t request_no{};  ///< Of the membership that ended.
  RemovalReason reason{};
  bool operator==(const TeamMemberRemoved&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamMemberRemoved, (), (team_id, competitor_id, request_no, reason))

/// The team exists at the vendor: this member may be put on it there.
struct TeamMemberCleared {
  static constexpr std::string_view kType = "team.member_cleared.v1";
  TeamId team_id;
  CompetitorId competitor_id;
  std::int64_t request_no{};
  bool operator==(const TeamMemberCleared&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamMemberCleared, (), (team_id, competitor_id, request_no))

/// Gone from the dashboard. At the vendor only when `team.remote_deleted` follows.
struct TeamDeleted {
  static constexpr std::string_view kType = "team.deleted.v1";
  TeamId team_id;
  CoachId coach_id;
  bool operator==(const TeamDeleted&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamDeleted, (), (team_id, coach_id))

/// The coach's account is there, from here on. The school is the affiliation of a team without one.
struct TeamCoachReady {
  static constexpr std::string_view kType = "team.coach_ready.v1";
  TeamId team_id;
  std::optional<std::string> coach_school;
  bool operator==(const TeamCoachReady&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamCoachReady, (), (team_id, coach_school))

/// Intent: make sure that the vendor has this team.
struct TeamRemoteCreationRequested {
  static constexpr std::string_view kType = "team.remote_creation_requested.v1";
  TeamId team_id;
  CallId call_id;
  std::int64_t attempt{};
  TeamPayload payload;
  bool operator==(const TeamRemoteCreationRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteCreationRequested, (), (team_id, call_id, attempt, payload))

struct TeamRemoteCreated {
  static constexpr std::string_view kType = "team.remote_created.v1";
  TeamId team_id;
  CallId call_id;
  std::optional<MetactfTeamId> metactf_team_id;  ///< None when the vendor only said "exists".
  std::optional<std::string> metactf_coach_id;
  std::optional<std::string> team_name = {};  ///< As the vendor has it from then on, if it said so.
  std::optional<Division> division = {};  ///< Likewise; none, too, when it is one unknown to us.
  /// True: this call or one before it made the team, nobody knows which.
  std::optional<bool> maker_unknown = {};
  bool operator==(const TeamRemoteCreated&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteCreated, (),
                      (team_id, call_id, metactf_team_id, metactf_coach_id, team_name, division,
                       maker_unknown))

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

/// The vendor was found not to have the team that it is supposed to have.
struct TeamRemoteMissing {
  static constexpr std::string_view kType = "team.remote_missing.v1";
  TeamId team_id;
  CallId found_by;  ///< The call that the vendor answered so: an assignment of somebody to it.
  bool operator==(const TeamRemoteMissing&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteMissing, (), (team_id, found_by))

/// Intent: make sure that the vendor no longer has this team.
struct TeamRemoteDeletionRequested {
  static constexpr std::string_view kType = "team.remote_deletion_requested.v1";
  TeamId team_id;
  CallId call_id;
  std::int64_t attempt{};
  bool operator==(const TeamRemoteDeletionRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteDeletionRequested, (), (team_id, call_id, attempt))

struct TeamRemoteDeleted {
  static constexpr std::string_view kType = "team.remote_deleted.v1";
  TeamId team_id;
  CallId call_id;
  bool operator==(const TeamRemoteDeleted&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRemoteDeleted, (), (team_id, call_id))

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

using TeamEvent =
    std::variant<TeamFactsRecorded, TeamMemberAdded, TeamMemberRemoved, TeamMemberCleared,
                 TeamDeleted, TeamCoachReady, TeamRemoteCreationRequested, TeamRemoteCreated,
                 TeamRemoteCreationFailed, TeamRemoteMissing, TeamRemoteDeletionRequested,
                 TeamRemoteDeleted, TeamRemoteDeletionFailed>;

}  // namespace lockstep::events
