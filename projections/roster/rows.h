// Coaches, competitors, teams and who is on which: one struct per table, one member per column
// (projections/rows.h).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "events/competitor_status.h"
#include "events/ids.h"
#include "events/vendor_types.h"
#include "projections/tables/table.h"

namespace lockstep::projections {

/// A coach's account at the vendor. Stored by name, as every state of a row.
/// Held and rejected: the vendor has one that nobody of ours made. Gone: it was there.
enum class CoachAccount : std::uint8_t { none, calling, failed, done, held, rejected, gone };
BOOST_DESCRIBE_ENUM(CoachAccount, none, calling, failed, done, held, rejected, gone)

enum class OnboardingState : std::uint8_t {
  none,
  wanted,
  parked,
  calling,
  failed,
  done,
  held,
  rejected
};
BOOST_DESCRIBE_ENUM(OnboardingState, none, wanted, parked, calling, failed, done, held, rejected)

/// What is there of a team at the vendor. Unknown: it says that the team exists already, which may
/// be another one. Its first member there is the proof.
enum class RemoteTeam : std::uint8_t {
  none,
  calling,
  failed,
  done,
  deleting,
  delete_failed,
  unknown
};
BOOST_DESCRIBE_ENUM(RemoteTeam, none, calling, failed, done, deleting, delete_failed, unknown)

/// Whether the vendor has a member where they are wanted.
enum class MembershipSync : std::uint8_t { pending, synced, error };
BOOST_DESCRIBE_ENUM(MembershipSync, pending, synced, error)

struct CoachRow {
  static constexpr std::string_view kTable = "coaches";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  CoachId id;
  std::string first_name;
  std::string last_name;
  std::string email;
  std::optional<std::string> school_name;
  std::optional<std::string> region;
  std::optional<events::Division> division;
  std::optional<std::string> game_platform_id;  ///< Our id, once the vendor has the account.
  std::optional<MetactfUserId> metactf_user_id;
  std::optional<std::string> metactf_username;
  std::optional<std::string> metactf_user_status;
  std::optional<VendorTime> last_login_at;
  CoachAccount account{};
  std::optional<std::string> game_platform_sync_error;
  std::optional<std::string> game_platform_sync_error_code;
  std::optional<std::string> game_platform_sync_remedy;
  std::optional<Timestamp> game_platform_synced_at;
  std::int64_t facts_revision{};  ///< How often facts were recorded.
  Version version{};              ///< Of the coach's stream.
  Position position{};            ///< Of the last event that this row reflects.
  bool operator==(const CoachRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachRow, (),
                      (id, first_name, last_name, email, school_name, region, division,
                       game_platform_id, metactf_user_id, metactf_username, metactf_user_status,
                       last_login_at, account, game_platform_sync_error,
                       game_platform_sync_error_code, game_platform_sync_remedy,
                       game_platform_synced_at, facts_revision, version, position))

struct CompetitorRow {
  static constexpr std::string_view kTable = "competitors";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::yes;
  CompetitorId id;
  CoachId coach_id;
  std::string first_name;
  std::string last_name;
  std::optional<std::string> email_personal;
  std::optional<std::string> email_school;
  std::optional<std::string> preferred_username;
  events::Division division{};
  bool is_active{};
  bool profile_complete{};
  bool compliance_complete{};
  std::optional<std::string> compliance_date;
  std::optional<std::string> syned_school_id;
  std::optional<std::string> syned_region_id;
  events::CompetitorStatus status{};
  OnboardingState onboarding{};
  std::optional<std::string> game_platform_id;  ///< Our id, once the vendor has the user.
  std::optional<MetactfUserId> metactf_user_id;
  std::optional<std::string> metactf_username;
  std::optional<std::string> metactf_user_status;
  std::optional<VendorTime> last_login_at;
  std::optional<std::string> game_platform_sync_error;
  std::optional<std::string> game_platform_sync_error_code;
  std::optional<std::string> game_platform_sync_remedy;
  std::optional<Timestamp> game_platform_synced_at;
  std::optional<TeamId> team_id;         ///< Desired.
  std::optional<TeamId> remote_team_id;  ///< Last known at the vendor.
  std::int64_t facts_revision{};         ///< How often facts were recorded.
  Version version{};
  Position position{};
  bool operator==(const CompetitorRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorRow, (),
                      (id, coach_id, first_name, last_name, email_personal, email_school,
                       preferred_username, division, is_active, profile_complete,
                       compliance_complete, compliance_date, syned_school_id, syned_region_id,
                       status, onboarding, game_platform_id, metactf_user_id, metactf_username,
                       metactf_user_status, last_login_at, game_platform_sync_error,
                       game_platform_sync_error_code, game_platform_sync_remedy,
                       game_platform_synced_at, team_id, remote_team_id, facts_revision, version,
                       position))

struct TeamRow {
  static constexpr std::string_view kTable = "teams";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::yes;
  TeamId id;
  CoachId coach_id;
  std::string name;
  events::Division division{};
  std::optional<std::string> affiliation;
  bool deleted{};  ///< Gone here; the row stays until the vendor has confirmed the deletion.
  RemoteTeam remote{};
  std::optional<std::string> game_platform_id;  ///< Our id, once the vendor has the team.
  std::optional<MetactfTeamId> metactf_team_id;
  std::optional<std::string> game_platform_sync_error;
  std::optional<std::string> game_platform_sync_error_code;
  std::optional<std::string> game_platform_sync_remedy;
  std::optional<Timestamp> game_platform_synced_at;
  std::int64_t facts_revision{};  ///< How often facts were recorded.
  Version version{};
  Position position{};
  bool operator==(const TeamRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamRow, (),
                      (id, coach_id, name, division, affiliation, deleted, remote, game_platform_id,
                       metactf_team_id, game_platform_sync_error, game_platform_sync_error_code,
                       game_platform_sync_remedy, game_platform_synced_at, facts_revision, version,
                       position))

/// Keyed by competitor: nobody can be on two teams.
struct MembershipRow {
  static constexpr std::string_view kTable = "team_memberships";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::yes;
  CompetitorId competitor_id;
  TeamId team_id;
  MembershipSync sync{};
  std::optional<std::string> game_platform_sync_error;
  std::optional<std::string> game_platform_sync_error_code;
  std::optional<std::string> game_platform_sync_remedy;
  std::optional<Timestamp> game_platform_synced_at;
  Position position{};
  bool operator==(const MembershipRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(MembershipRow, (),
                      (competitor_id, team_id, sync, game_platform_sync_error,
                       game_platform_sync_error_code, game_platform_sync_remedy,
                       game_platform_synced_at, position))

using RosterTables = boost::mp11::mp_list<CoachRow, CompetitorRow, TeamRow, MembershipRow>;
using RosterRows = RowsOf<RosterTables>;

}  // namespace lockstep::projections
