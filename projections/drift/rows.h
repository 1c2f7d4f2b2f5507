// Reconciliations, and the removals that wait for an admin.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "events/ids.h"
#include "projections/tables/table.h"

namespace lockstep::projections {

/// Stored by name.
enum class DriftRunState : std::uint8_t { under_way, recorded, inconclusive };
BOOST_DESCRIBE_ENUM(DriftRunState, under_way, recorded, inconclusive)

/// Stored by name.
enum class RemovalState : std::uint8_t { held, approved, rejected, superseded };
BOOST_DESCRIBE_ENUM(RemovalState, held, approved, rejected, superseded)

/// One reconciliation, asked for and ended.
struct DriftRunRow {
  static constexpr std::string_view kTable = "drift_runs";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  CallId run_id;
  bool dry_run{};
  DriftRunState state{};
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
  std::int64_t rows_set_aside{};
  std::optional<std::string> set_aside_why;  ///< None: the list was whole.
  Position position{};
  bool operator==(const DriftRunRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(DriftRunRow, (),
                      (run_id, dry_run, state, requested_at, requested_position, recorded_at,
                       known_assignments, listed_assignments, counts, findings, findings_left_out,
                       inconclusive_code, inconclusive_message, inconclusive_remedy, rows_set_aside,
                       set_aside_why, position))

/// The newest removal of a competitor that waited for an admin.
struct DriftRemovalRow {
  static constexpr std::string_view kTable = "drift_removals";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  CompetitorId competitor_id;
  CallId run_id;
  TeamId remote_team_id;
  std::int64_t team_changes{};
  RemovalState state{};
  Timestamp changed_at{};
  Position position{};
  bool operator==(const DriftRemovalRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(DriftRemovalRow, (),
                      (competitor_id, run_id, remote_team_id, team_changes, state, changed_at,
                       position))

using DriftTables = boost::mp11::mp_list<DriftRunRow, DriftRemovalRow>;
using DriftRows = RowsOf<DriftTables>;

}  // namespace lockstep::projections
