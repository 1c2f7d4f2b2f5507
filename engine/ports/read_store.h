// Questions to the read model. Answers are exact and from one transaction, each with its position.
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/ids.h"
#include "events/result.h"
#include "projections/rows.h"

namespace lockstep::ports {

template <class Row>
struct Page {
  std::vector<Row> rows;
  std::optional<std::string> next;  ///< Opaque; pass it as `cursor` for what follows.
  std::int64_t total{};             ///< Rows that match, over all pages.
};

struct CompetitorQuery {
  std::optional<CoachId> coach_id;
  std::optional<std::string> status;
  std::optional<std::string> text;  ///< Part of a name, case-insensitive.
  std::optional<std::string> cursor;
  std::size_t limit = 100;  ///< 1 to 500
};
struct TeamQuery {
  std::optional<CoachId> coach_id;
  std::optional<std::string> cursor;
  std::size_t limit = 100;
};

/// A member of a team as the roster page shows him.
struct MemberView {
  projections::CompetitorRow competitor;
  projections::MembershipRow membership;
};

/// Everything that a reconciliation compares with the vendor's list, from one transaction.
struct DriftRoster {
  std::vector<projections::AssignmentRow> assignments;
  std::vector<TeamId> teams;  ///< Not deleted.
  std::vector<projections::DriftRemovalRow> rejected;
  std::vector<projections::DisclosedRow> otherwise;  ///< Those with fields that differ.
  Position position{};
};

/// Everything still to be done at the vendor, and who may be where there, from one transaction.
struct OpenWork {
  std::vector<projections::OpenWorkRow> rows;
  std::vector<projections::AssignmentRow> assignments;
  Position position{};  ///< What this was true at.
};

/// Whose things are, from one transaction.
struct Owners {
  std::vector<projections::OwnerRow> rows;
  Position position{};
};

inline constexpr std::size_t kMaxOwners = 500;

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
  Position position{};
};

/// Any thread. Errc::unavailable when the store cannot be read.
class ReadStore {
 public:
  ReadStore() = default;
  ReadStore(const ReadStore&) = delete;
  ReadStore& operator=(const ReadStore&) = delete;
  virtual ~ReadStore() = default;

  /// The last event that the rows reflect.
  virtual Position position() = 0;
  /// Blocks until position() >= `wanted` or the time is up; true when it is so.
  virtual bool wait_for(Position wanted, std::chrono::milliseconds at_most) = 0;

  virtual Result<std::optional<projections::CoachRow>> coach(const CoachId& id) = 0;
  virtual Result<std::optional<projections::CompetitorRow>> competitor(const CompetitorId& id) = 0;
  virtual Result<Page<projections::CompetitorRow>> competitors(const CompetitorQuery& query) = 0;
  virtual Result<std::optional<projections::TeamRow>> team(const TeamId& id) = 0;
  virtual Result<Page<projections::TeamRow>> teams(const TeamQuery& query) = 0;
  virtual Result<std::vector<MemberView>> members(const TeamId& id) = 0;
  virtual Result<std::optional<projections::MembershipRow>> membership(const CompetitorId& id) = 0;
  virtual Result<std::optional<projections::SyncStateRow>> sync_state(const CompetitorId& id) = 0;
  virtual Result<std::optional<projections::PasswordResetRow>> password_reset(
      const CompetitorId& id) = 0;
  virtual Result<std::optional<projections::StatsRow>> stats(const CompetitorId& id) = 0;
  virtual Result<std::vector<projections::FlashEventRow>> flash_events(const CompetitorId& id) = 0;
  /// Newest first, at most `limit`.
  virtual Result<std::vector<projections::SolveRow>> recent_solves(const CompetitorId& id,
                                                                   std::size_t limit) = 0;
  /// Whom the vendor has, by id: of one coach, or all.
  virtual Result<std::vector<CompetitorId>> on_platform(const std::optional<CoachId>& coach_id) = 0;
  /// Without freshness: the operations store has that.
  virtual Result<Summary> summary(const std::optional<CoachId>& coach_id) = 0;
  /// Of those of these streams that have one; at most kMaxOwners streams.
  virtual Result<Owners> owners_of(const std::vector<StreamId>& streams) = 0;
  /// Of everything that is this coach's.
  virtual Result<Owners> owned_by(const CoachId& coach) = 0;
  virtual Result<std::optional<projections::AssignmentRow>> assignment(const CompetitorId& id) = 0;
  virtual Result<DriftRoster> drift_roster() = 0;
  /// What the vendor has of one coach, competitor or team.
  virtual Result<std::optional<projections::DisclosedRow>> disclosed(const StreamId& stream) = 0;
  virtual Result<std::optional<projections::DriftRunRow>> drift_run(const CallId& id) = 0;
  virtual Result<std::optional<projections::DriftRunRow>> newest_drift_run() = 0;
  /// By competitor, those of `run`; of any run and still held when that is empty. All of them: a
  /// run holds a bounded number, and a newer one makes the older ones' void.
  virtual Result<std::vector<projections::DriftRemovalRow>> drift_removals(
      const std::optional<CallId>& run) = 0;
  virtual Result<OpenWork> open_work() = 0;
  /// That of one coach, competitor or team, by kind.
  virtual Result<std::vector<projections::OpenWorkRow>> open_work_of(const StreamId& stream) = 0;
};

}  // namespace lockstep::ports
