// The read model: one struct per table, one member per column, in order. The first kKeyColumns
// members are the primary key. The embedded store and Postgres have the same tables by
// construction: names are defined here and nowhere else (lessons.md). Column names of the tables
// that the dashboard knows are those of the original integration document.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <boost/describe.hpp>
#include <boost/json.hpp>

#include "events/ids.h"

namespace lockstep::projections {

/// Where a table lives besides the embedded store.
enum class Exported : bool { no, yes };

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
  std::optional<std::string> division;
  std::optional<std::string> game_platform_id;  ///< Our id, once the vendor has the account.
  std::optional<MetactfUserId> metactf_user_id;
  std::optional<std::string> metactf_username;
  std::optional<std::string> metactf_user_status;
  std::optional<VendorTime> last_login_at;
  std::string account;  ///< none | calling | failed | done
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
  std::string division;
  bool is_active{};
  bool profile_complete{};
  bool compliance_complete{};
  std::optional<std::string> compliance_date;
  std::optional<std::string> syned_school_id;
  std::optional<std::string> syned_region_id;
  std::string status;      ///< competitor_status()
  std::string onboarding;  ///< none | wanted | parked | calling | failed | done
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
  std::string division;
  std::optional<std::string> affiliation;
  bool deleted{};      ///< Gone here; the row stays until the vendor has confirmed the deletion.
  std::string remote;  ///< none | calling | failed | done | deleting | delete_failed
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
  std::string sync;  ///< synced | pending | error
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

/// The key is the identity of a solve (product.md section 2): nothing is dropped.
struct SolveRow {
  static constexpr std::string_view kTable = "game_platform_challenge_solves";
  static constexpr std::size_t kKeyColumns = 6;
  static constexpr Exported kExported = Exported::yes;
  CompetitorId syned_user_id;
  std::string source;    ///< odl | flash_ctf
  std::string event_id;  ///< Empty for odl.
  std::int64_t challenge_solve_id{};
  std::int64_t challenge_id{};
  VendorTime solved_at{};
  std::optional<MetactfUserId> metactf_user_id;
  std::string challenge_title;
  std::string challenge_category;
  std::int64_t challenge_points{};
  boost::json::value raw_payload;
  Timestamp ingested_at{};
  Position position{};
  bool operator==(const SolveRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(SolveRow, (),
                      (syned_user_id, source, event_id, challenge_solve_id, challenge_id, solved_at,
                       metactf_user_id, challenge_title, challenge_category, challenge_points,
                       raw_payload, ingested_at, position))

struct FlashEventRow {
  static constexpr std::string_view kTable = "game_platform_flash_ctf_events";
  static constexpr std::size_t kKeyColumns = 2;
  static constexpr Exported kExported = Exported::yes;
  CompetitorId syned_user_id;
  std::string event_id;
  std::optional<MetactfUserId> metactf_user_id;
  std::string name;
  std::int64_t challenges_solved{};
  std::int64_t score{};
  std::optional<std::int64_t> max_points_possible;
  std::int64_t rank{};
  VendorTime started_at{};
  boost::json::value raw_payload;
  Timestamp ingested_at{};
  Position position{};
  bool operator==(const FlashEventRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(FlashEventRow, (),
                      (syned_user_id, event_id, metactf_user_id, name, challenges_solved, score,
                       max_points_possible, rank, started_at, raw_payload, ingested_at, position))

struct SyncStateRow {
  static constexpr std::string_view kTable = "game_platform_sync_state";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::yes;
  CompetitorId syned_user_id;
  std::optional<Timestamp> last_odl_synced_at;        ///< Last whole, valid answer.
  std::optional<Timestamp> last_flash_ctf_synced_at;  ///< Last whole, valid answer.
  std::optional<VendorTime> last_remote_accessed_at;
  std::optional<Timestamp> last_attempt_at;
  std::optional<std::string> odl_result;  ///< SyncResult of the newest poll of this feed.
  std::optional<std::string> odl_error;   ///< None when that poll was answered.
  std::optional<std::string> flash_result;
  std::optional<std::string> flash_error;
  /// Derived: the failure of a feed while one fails, else the result of the newest poll.
  std::optional<std::string> last_result;
  std::optional<std::string> error_message;  ///< Derived likewise.
  std::optional<VendorTime> odl_cursor;
  std::optional<VendorTime> flash_cursor;
  std::optional<VendorTime> totals_cursor;  ///< odl_cursor when the totals were fetched.
  bool needs_totals_refresh{};              ///< Derived: odl_cursor is newer than totals_cursor.
  std::int64_t solve_id_collisions{};
  Position position{};
  bool operator==(const SyncStateRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(SyncStateRow, (),
                      (syned_user_id, last_odl_synced_at, last_flash_ctf_synced_at,
                       last_remote_accessed_at, last_attempt_at, odl_result, odl_error,
                       flash_result, flash_error, last_result, error_message, odl_cursor,
                       flash_cursor, totals_cursor, needs_totals_refresh, solve_id_collisions,
                       position))

struct StatsRow {
  static constexpr std::string_view kTable = "game_platform_stats";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::yes;
  CompetitorId syned_user_id;
  std::optional<std::int64_t> challenges_completed;  ///< The vendor's total.
  std::optional<std::int64_t> total_score;           ///< The vendor's total.
  boost::json::value category_points;                ///< The vendor's; null = unknown.
  std::int64_t odl_solves_stored{};                  ///< Ours, counted.
  std::int64_t odl_points_stored{};                  ///< Ours, counted.
  std::int64_t flash_solves_stored{};                ///< Ours, counted.
  std::int64_t flash_points_stored{};
  std::int64_t flash_events_joined{};
  std::optional<Timestamp> totals_fetched_at;
  Position position{};
  bool operator==(const StatsRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(StatsRow, (),
                      (syned_user_id, challenges_completed, total_score, category_points,
                       odl_solves_stored, odl_points_stored, flash_solves_stored,
                       flash_points_stored, flash_events_joined, totals_fetched_at, position))

/// A competitor's teams as a reconciliation compares them.
struct AssignmentRow {
  static constexpr std::string_view kTable = "platform_assignments";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  CompetitorId competitor_id;
  bool onboarded{};
  std::int64_t request_no{};
  std::optional<TeamId> requested_team_id;  ///< Of the open request.
  std::optional<TeamId> team_id;            ///< Desired.
  bool team_ready{};                        ///< It exists at the vendor.
  std::optional<TeamId> remote_team_id;     ///< Last known at the vendor.
  std::string call;                         ///< none | open | failed
  std::optional<TeamId> calling_team_id;    ///< Where the open call puts him.
  boost::json::value perhaps_on;  ///< Teams that calls of unknown outcome may have put him on: ids.
  std::int64_t team_changes{};    ///< How many CompetitorTeamChanges there were.
  Position position{};            ///< Of the last of them.
  bool operator==(const AssignmentRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(AssignmentRow, (),
                      (competitor_id, onboarded, request_no, requested_team_id, team_id, team_ready,
                       remote_team_id, call, calling_team_id, perhaps_on, team_changes, position))

/// What the vendor has of a coach, competitor or team for all we know: what our call that made it
/// said. Nothing (`has` is null) of what was there before us. Where several calls may have made it,
/// one object of each, without repetition; an empty object: anything. Personal.
struct DisclosedRow {
  static constexpr std::string_view kTable = "platform_disclosed";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  std::string subject;        ///< Stream, e.g. `competitor-<id>`.
  boost::json::value newest;  ///< Of the newest call: an object.
  boost::json::value
      undecided;           ///< Of those of which nobody knows whether they were done: objects.
  boost::json::value has;  ///< Objects.
  std::string fields;      ///< Names of those that are otherwise here by now, with commas between.
  Position position{};
  bool operator==(const DisclosedRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(DisclosedRow, (), (subject, newest, undecided, has, fields, position))

/// One reconciliation, asked for and ended.
struct DriftRunRow {
  static constexpr std::string_view kTable = "drift_runs";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  CallId run_id;
  bool dry_run{};
  std::string state;  ///< under_way | recorded | inconclusive
  Timestamp requested_at{};
  Position requested_position{};
  std::optional<Timestamp> recorded_at;
  std::int64_t known_assignments{};
  std::int64_t listed_assignments{};
  boost::json::value counts;    ///< events::DriftCounts
  boost::json::value findings;  ///< Array of events::DriftFinding
  std::int64_t findings_left_out{};
  std::optional<std::string> inconclusive_code;
  std::optional<std::string> inconclusive_message;
  std::optional<std::string> inconclusive_remedy;
  Position position{};
  bool operator==(const DriftRunRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(DriftRunRow, (),
                      (run_id, dry_run, state, requested_at, requested_position, recorded_at,
                       known_assignments, listed_assignments, counts, findings, findings_left_out,
                       inconclusive_code, inconclusive_message, inconclusive_remedy, position))

/// The newest removal of a competitor that waited for an admin.
struct DriftRemovalRow {
  static constexpr std::string_view kTable = "drift_removals";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  CompetitorId competitor_id;
  CallId run_id;
  TeamId remote_team_id;
  std::int64_t team_changes{};
  std::string state;  ///< held | approved | rejected | superseded
  Timestamp changed_at{};
  Position position{};
  bool operator==(const DriftRemovalRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(DriftRemovalRow, (),
                      (competitor_id, run_id, remote_team_id, team_changes, state, changed_at,
                       position))

/// What is still to be done at the vendor: open intents, retries that will be due, competitors to
/// poll. Folded from the log like everything else; the effect pump starts from these rows.
struct OpenWorkRow {
  static constexpr std::string_view kTable = "open_work";
  static constexpr std::size_t kKeyColumns = 2;
  static constexpr Exported kExported = Exported::no;
  std::string subject;                  ///< Stream, e.g. `competitor-<id>`.
  std::string kind;                     ///< A WorkKind by name.
  std::optional<Timestamp> not_before;  ///< Of a retry: when it is due. None: due already.
  std::optional<Timestamp> last_at;     ///< Of a poll: when its last news came. None: never.
  std::optional<Timestamp> asked_at;    ///< Of a poll: when it began, or somebody asked for it.
  Position position{};                  ///< Of the event that opened it.
  bool operator==(const OpenWorkRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(OpenWorkRow, (), (subject, kind, not_before, last_at, asked_at, position))

/// Whose a competitor or a team is, and since when without a break. Unlike their own rows it stays
/// when nothing else is left of them.
struct OwnerRow {
  static constexpr std::string_view kTable = "stream_owners";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  std::string stream;  ///< E.g. `competitor-<id>`.
  CoachId coach_id;
  Position since{};  ///< Of the event that made it his.
  bool operator==(const OwnerRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(OwnerRow, (), (stream, coach_id, since))

/// The newest password reset that was asked for.
struct PasswordResetRow {
  static constexpr std::string_view kTable = "password_resets";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  CompetitorId competitor_id;
  std::string state;  ///< open | sent | failed
  Timestamp at{};     ///< Since when.
  std::optional<std::string> game_platform_sync_error;
  std::optional<std::string> game_platform_sync_error_code;
  std::optional<std::string> game_platform_sync_remedy;
  Position position{};
  bool operator==(const PasswordResetRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(PasswordResetRow, (),
                      (competitor_id, state, at, game_platform_sync_error,
                       game_platform_sync_error_code, game_platform_sync_remedy, position))

using AnyRow = std::variant<CoachRow, CompetitorRow, TeamRow, MembershipRow, SolveRow,
                            FlashEventRow, SyncStateRow, StatsRow, OpenWorkRow, AssignmentRow,
                            DriftRunRow, DriftRemovalRow, OwnerRow, DisclosedRow, PasswordResetRow>;

}  // namespace lockstep::projections
