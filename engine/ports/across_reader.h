// Questions that take the rows of several groups together, from one transaction.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/ids.h"
#include "events/result.h"
#include "projections/disclosed/rows.h"
#include "projections/drift/rows.h"
#include "projections/vendor_work/rows.h"

namespace lockstep::ports {

/// Everything that a reconciliation compares with the vendor's list.
struct DriftRoster {
  std::vector<projections::AssignmentRow> assignments;
  std::vector<TeamId> teams;                           ///< Not deleted.
  std::vector<projections::DriftRemovalRow> removals;  ///< Held, and rejected.
  /// The newest run that saw everybody and was no dry run holds more than it lists.
  bool holds_unlisted = false;
  std::vector<projections::DisclosedRow> otherwise;  ///< Those with fields that differ.
  /// Of coaches and competitors: our id, and whose account it is.
  std::vector<std::pair<std::string, MetactfUserId>> accounts;
  Position position{};  ///< The lowest of their groups.
};

/// First dashboard summary (product.md section 5, in part).
struct Summary {
  std::int64_t competitors{};
  std::map<std::string, std::int64_t> competitors_by_status;
  std::int64_t competitors_on_team{};
  std::int64_t teams{};
  std::int64_t teams_on_platform{};
  std::int64_t members_synced{};
  std::int64_t members_pending{};
  std::int64_t members_error{};
  std::int64_t odl_solves{};
  std::int64_t flash_solves{};
  std::int64_t challenges_completed{};  ///< Sum of the vendor's totals.
  std::int64_t total_score{};           ///< Sum of the vendor's totals.
  std::int64_t onboarding_errors{};
  std::int64_t sync_errors{};
  std::int64_t waiting_for_coach{};
  std::optional<Timestamp> newest_sync;  ///< The newest whole answer of anybody.
  std::optional<Timestamp> oldest_sync;  ///< The oldest freshness among the onboarded.
  std::int64_t never_synced{};           ///< Onboarded, but a feed has had no whole answer yet.
  Position position{};                   ///< The lowest of their groups.
};

/// Errc::unavailable when the store cannot be read.
class AcrossReader {
 public:
  AcrossReader() = default;
  AcrossReader(const AcrossReader&) = delete;
  AcrossReader& operator=(const AcrossReader&) = delete;
  virtual ~AcrossReader() = default;

  /// Without freshness: the operations store has that.
  virtual Result<Summary> summary(const std::optional<CoachId>& coach_id) = 0;
  virtual Result<DriftRoster> drift_roster() = 0;
};

}  // namespace lockstep::ports
