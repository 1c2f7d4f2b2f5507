// The questions of every group's reader, on a connection that is somebody else's business.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/read_store/recent_rows.h"
#include "adapters/read_store/select.h"
#include "adapters/sqlite/damage.h"
#include "engine/ports/read_store.h"

namespace lockstep::read_store {

using projections::GroupSet;

class SqliteReaders final : public ports::RosterReader,
                            public ports::ScoresReader,
                            public ports::WorkReader,
                            public ports::DriftReader,
                            public ports::DisclosedReader,
                            public ports::OwnersReader,
                            public ports::PasswordResetsReader,
                            public ports::AccountsReader,
                            public ports::AcrossReader {
 public:
  using Question = std::function<Result<void>(SqliteConnection&)>;
  /// Runs a question in a read transaction; it reads the rows of these groups.
  using Ask = std::function<Result<void>(GroupSet groups, const Question& question)>;

  /// `damage` is told of what questions meet, and outlives this. `recent`: asked first, where it
  /// has what the file has. Null: the file alone, as it was when the transaction began.
  SqliteReaders(Ask ask, sqlite::Damage& damage, const RecentRows* recent)
      : ask_(std::move(ask)), damage_(damage), recent_(recent) {}

  Result<std::optional<projections::CoachRow>> coach(const CoachId& id) override;
  Result<std::optional<projections::CompetitorRow>> competitor(const CompetitorId& id) override;
  Result<ports::Page<projections::CompetitorRow>> competitors(
      const ports::CompetitorQuery& query) override;
  Result<std::optional<projections::TeamRow>> team(const TeamId& id) override;
  Result<ports::Page<projections::TeamRow>> teams(const ports::TeamQuery& query) override;
  Result<std::map<TeamId, std::vector<ports::MemberView>>> members_of(
      const std::vector<TeamId>& ids) override;
  Result<std::optional<projections::MembershipRow>> membership(const CompetitorId& id) override;
  Result<std::optional<projections::SyncStateRow>> sync_state(const CompetitorId& id) override;
  Result<std::map<CompetitorId, projections::SyncStateRow>> sync_states(
      const std::vector<CompetitorId>& ids) override;
  Result<std::optional<projections::PasswordResetRow>> password_reset(
      const CompetitorId& id) override;
  Result<std::optional<projections::FoundAccountRow>> found_account(const std::string& id) override;
  Result<ports::Page<projections::FoundAccountRow>> found_accounts(
      const ports::FoundAccountsQuery& query) override;
  Result<std::optional<projections::StatsRow>> stats(const CompetitorId& id) override;
  Result<std::vector<projections::FlashEventRow>> flash_events(const CompetitorId& id) override;
  Result<std::vector<projections::SolveRow>> recent_solves(const CompetitorId& id,
                                                           std::size_t limit) override;
  Result<std::vector<CompetitorId>> on_platform(const std::optional<CoachId>& coach_id) override;
  Result<ports::Summary> summary(const std::optional<CoachId>& coach_id) override;
  Result<ports::Owners> owners_of(const std::vector<StreamId>& streams) override;
  Result<ports::Owners> owned_by(const CoachId& coach) override;
  Result<std::optional<projections::AssignmentRow>> assignment(const CompetitorId& id) override;
  Result<ports::DriftRoster> drift_roster() override;
  Result<std::optional<projections::DisclosedRow>> disclosed(const StreamId& stream) override;
  Result<std::optional<projections::DriftRunRow>> drift_run(const CallId& id) override;
  Result<std::optional<projections::DriftRunRow>> newest_drift_run() override;
  Result<std::optional<projections::DriftRemovalRow>> drift_removal(
      const CompetitorId& competitor) override;
  Result<std::vector<projections::DriftRemovalRow>> drift_removals(
      const std::optional<CallId>& run) override;
  Result<ports::OpenWork> open_work() override;
  Result<std::vector<projections::OpenWorkRow>> open_work_of(const StreamId& stream) override;

 private:
  template <class T>
  Result<T> ask(GroupSet groups, const std::function<Result<T>(SqliteConnection&)>& question) {
    std::optional<T> answer;
    LOCKSTEP_TRY(damage_.told(ask_(groups, [&](SqliteConnection& connection) -> Result<void> {
      LOCKSTEP_TRY(answer, question(connection));
      return boost::outcome_v2::success();
    })));
    return *std::move(answer);
  }
  template <class Group, class Row>
  Result<std::vector<Row>> rows(const std::string& rest, const projections::Values& parameters) {
    return ask<std::vector<Row>>(GroupSet::of<Group>(), [&](auto& connection) {
      return select_rows<Row>(connection, select<Row>(rest), parameters);
    });
  }
  /// The row of a table with one key column.
  template <class Group, class Row>
  Result<std::optional<Row>> find(const std::string& id) {
    if constexpr (RecentRows::keeps<Row>())
      if (recent_ != nullptr)
        if (auto recent = recent_->find<Row>(id)) return recent;
    return ask<std::optional<Row>>(GroupSet::of<Group>(),
                                   [&](auto& connection) { return one<Row>(connection, id); });
  }
  Result<ports::Owners> owners(const std::string& where, const projections::Values& parameters);

  Ask ask_;
  sqlite::Damage& damage_;
  const RecentRows* recent_;
};

/// The last event that the rows of all of `groups` reflect, in this transaction.
Result<Position> position_of(SqliteConnection& connection, GroupSet groups);

}  // namespace lockstep::read_store
