// What is open at the vendor, and where everybody is or may be there.
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
#include "projections/vendor_work/work_kind.h"

namespace lockstep::projections {

/// The newest call that changes somebody's team. Stored by name.
enum class AssignmentCall : std::uint8_t { none, open, failed };
BOOST_DESCRIBE_ENUM(AssignmentCall, none, open, failed)

/// What is still to be done at the vendor: open intents, retries that will be due, competitors to
/// poll. Folded from the log like everything else; the effect pump starts from these rows.
struct OpenWorkRow {
  static constexpr std::string_view kTable = "open_work";
  static constexpr std::size_t kKeyColumns = 2;
  static constexpr Exported kExported = Exported::no;
  std::string subject;  ///< Stream, e.g. `competitor-<id>`.
  WorkKind kind{};
  std::optional<Timestamp> not_before;  ///< Of a retry: when it is due. None: due already.
  std::optional<Timestamp> last_at;     ///< Of a poll: when its last news came. None: never.
  std::optional<Timestamp> asked_at;    ///< Of a poll: when it began, or somebody asked for it.
  Position position{};                  ///< Of the event that opened it.
  /// Of a call: what it was made from has changed since, so it is to write nothing (more).
  bool recalled{};
  bool begun{};  ///< Of a coach's or competitor's account: to create it has begun.
  bool operator==(const OpenWorkRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(OpenWorkRow, (),
                      (subject, kind, not_before, last_at, asked_at, position, recalled, begun))

/// A competitor's teams as a reconciliation compares them.
struct AssignmentRow {
  static constexpr std::string_view kTable = "platform_assignments";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  CompetitorId competitor_id;
  bool inactive{};  ///< Not polled.
  bool onboarded{};
  std::int64_t request_no{};
  std::optional<TeamId> requested_team_id;  ///< Of the open request.
  std::optional<TeamId> team_id;            ///< Desired.
  bool team_ready{};                        ///< It exists at the vendor.
  std::optional<TeamId> remote_team_id;     ///< Last known at the vendor.
  AssignmentCall call{};
  std::optional<TeamId> calling_team_id;  ///< Where the open call puts the competitor.
  boost::json::value perhaps_on;  ///< Team ids: where calls of unknown outcome may have put them.
  std::int64_t team_changes{};    ///< How many CompetitorTeamChanges there were.
  Position position{};            ///< Of the last of them.
  std::optional<MetactfUserId> metactf_user_id;
  bool account_differs{};  ///< The vendor has answered about another one.
  bool operator==(const AssignmentRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(AssignmentRow, (),
                      (competitor_id, inactive, onboarded, request_no, requested_team_id, team_id,
                       team_ready, remote_team_id, call, calling_team_id, perhaps_on, team_changes,
                       position, metactf_user_id, account_differs))

using WorkTables = boost::mp11::mp_list<OpenWorkRow, AssignmentRow>;
using WorkRows = RowsOf<WorkTables>;

}  // namespace lockstep::projections
