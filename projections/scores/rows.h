// What competitors have solved, what that adds up to, and when we last asked.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "events/ids.h"
#include "events/vendor_types.h"
#include "projections/tables/table.h"

namespace lockstep::projections {

/// The key is the identity of a solve (product.md section 2): nothing is dropped.
struct SolveRow {
  static constexpr std::string_view kTable = "game_platform_challenge_solves";
  static constexpr std::size_t kKeyColumns = 6;
  static constexpr Exported kExported = Exported::yes;
  CompetitorId syned_user_id;
  events::Feed source{};
  std::string event_id;  ///< Empty for odl.
  std::int64_t challenge_solve_id{};
  std::int64_t challenge_id{};
  VendorTime solved_at{};
  std::optional<MetactfUserId> metactf_user_id;
  std::string challenge_title;
  std::string challenge_category;
  std::int64_t challenge_points{};
  boost::json::value raw_payload;
  std::optional<std::string> raw_text;     ///< What came, where `raw_payload` is not the same.
  std::optional<std::string> odd_members;  ///< Names: not as the contract says, so empty here.
  Timestamp ingested_at{};
  Position position{};
  bool operator==(const SolveRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(SolveRow, (),
                      (syned_user_id, source, event_id, challenge_solve_id, challenge_id, solved_at,
                       metactf_user_id, challenge_title, challenge_category, challenge_points,
                       raw_payload, raw_text, odd_members, ingested_at, position))

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
  std::optional<std::string> raw_text;     ///< Likewise, as `odd_members`.
  std::optional<std::string> odd_members;  ///< Empty here, or as they were before.
  Timestamp ingested_at{};
  Position position{};
  bool operator==(const FlashEventRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(FlashEventRow, (),
                      (syned_user_id, event_id, metactf_user_id, name, challenges_solved, score,
                       max_points_possible, rank, started_at, raw_payload, raw_text, odd_members,
                       ingested_at, position))

struct SyncStateRow {
  static constexpr std::string_view kTable = "game_platform_sync_state";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::yes;
  CompetitorId syned_user_id;
  std::optional<Timestamp> last_odl_synced_at;        ///< Last whole, valid answer.
  std::optional<Timestamp> last_flash_ctf_synced_at;  ///< Last whole, valid answer.
  std::optional<VendorTime> last_remote_accessed_at;
  std::optional<Timestamp> last_attempt_at;
  std::optional<events::SyncResult> odl_result;  ///< SyncResult of the newest poll of this feed.
  std::optional<std::string> odl_error;          ///< None when that poll was answered.
  std::optional<events::SyncResult> flash_result;
  std::optional<std::string> flash_error;
  /// Derived: the failure of a feed while one fails, else the result of the newest poll.
  std::optional<events::SyncResult> last_result;
  std::optional<std::string> error_message;  ///< Derived likewise.
  std::optional<VendorTime> odl_cursor;
  std::optional<VendorTime> flash_cursor;
  std::optional<VendorTime> totals_cursor;  ///< odl_cursor when the totals were fetched.
  bool needs_totals_refresh{};              ///< Derived: solves came since they were fetched.
  std::int64_t solve_id_collisions{};
  std::int64_t odl_set_aside{};  ///< Parts of the newest answers that could not be taken.
  std::optional<std::string> odl_set_aside_why;  ///< The first of them, in names of the contract.
  std::int64_t odl_odd_stored{};                 ///< Solves with a member that could not be read.
  std::int64_t flash_set_aside{};
  std::optional<std::string> flash_set_aside_why;
  std::int64_t flash_odd_stored{};  ///< Flash events and solves.
  std::int64_t odd_times{};         ///< Solves with a time that cannot be right.
  bool look_again{};                ///< The next ODL poll has no filter: something may be mended.
  Position position{};
  bool operator==(const SyncStateRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(SyncStateRow, (),
                      (syned_user_id, last_odl_synced_at, last_flash_ctf_synced_at,
                       last_remote_accessed_at, last_attempt_at, odl_result, odl_error,
                       flash_result, flash_error, last_result, error_message, odl_cursor,
                       flash_cursor, totals_cursor, needs_totals_refresh, solve_id_collisions,
                       odl_set_aside, odl_set_aside_why, odl_odd_stored, flash_set_aside,
                       flash_set_aside_why, flash_odd_stored, odd_times, look_again, position))

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

/// Who somebody is at the vendor, for the rows that name them there.
struct PlatformUserRow {
  static constexpr std::string_view kTable = "game_platform_users";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::yes;
  CompetitorId syned_user_id;
  MetactfUserId metactf_user_id;
  Position position{};
  bool operator==(const PlatformUserRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformUserRow, (), (syned_user_id, metactf_user_id, position))

using ScoresTables =
    boost::mp11::mp_list<SolveRow, FlashEventRow, SyncStateRow, StatsRow, PlatformUserRow>;
using ScoresRows = RowsOf<ScoresTables>;

}  // namespace lockstep::projections
