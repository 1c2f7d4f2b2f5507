// The embedded read store: rows and checkpoint in one SQLite file (README.md). Disposable: never
// repaired, always folded again.
#pragma once
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/read_store/recent_rows.h"
#include "adapters/sqlite/sqlite_connection.h"
#include "engine/ports/read_model_sink.h"
#include "engine/ports/read_store.h"
#include "projections/row_cache.h"
#include "projections/table_reader.h"

namespace lockstep::read_store {

using sqlite::SqliteConnection;
using sqlite::SqliteTransaction;

inline constexpr sqlite::StoreName kStoreName{
    "read-store", "The embedded read store",
    "Restart lockstep: the file is deleted and folded again from the log."};

/// As ReadModelSink and TableReader: one thread. As ReadStore: any.
class SqliteReadStore final : public ports::ReadStore,
                              public ports::ReadModelSink,
                              public projections::TableReader {
 public:
  /// Makes the file (mode 0600) and its directory if need be. An empty path is a file of its own
  /// that goes away with the store. A file that is damaged or of other tables is made anew.
  static Result<std::unique_ptr<SqliteReadStore>> open(const std::filesystem::path& file);
  ~SqliteReadStore() override;

  /// open() found a file that it could not use and deleted it.
  [[nodiscard]] bool rebuilt() const { return rebuilt_; }

  [[nodiscard]] std::string_view name() const override { return "embedded"; }
  Result<ports::Checkpoint> checkpoint() override;
  Result<void> transact(const ports::Checkpoint& from, const ports::Checkpoint& next,
                        const std::function<void(projections::RowAccess&)>& fold) override;
  Result<void> reset() override;
  Result<std::vector<projections::Values>> rows_of(std::string_view table) override;

  Position position() override { return Position{position_.load()}; }
  bool wait_for(Position wanted, std::chrono::milliseconds at_most) override;
  Result<std::optional<projections::CoachRow>> coach(const CoachId& id) override;
  Result<std::optional<projections::CompetitorRow>> competitor(const CompetitorId& id) override;
  Result<ports::Page<projections::CompetitorRow>> competitors(
      const ports::CompetitorQuery& query) override;
  Result<std::optional<projections::TeamRow>> team(const TeamId& id) override;
  Result<ports::Page<projections::TeamRow>> teams(const ports::TeamQuery& query) override;
  Result<std::vector<ports::MemberView>> members(const TeamId& id) override;
  Result<std::optional<projections::MembershipRow>> membership(const CompetitorId& id) override;
  Result<std::optional<projections::SyncStateRow>> sync_state(const CompetitorId& id) override;
  Result<std::optional<projections::PasswordResetRow>> password_reset(
      const CompetitorId& id) override;
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
  Result<std::vector<projections::DriftRemovalRow>> drift_removals(
      const std::optional<CallId>& run) override;
  Result<ports::OpenWork> open_work() override;
  Result<std::vector<projections::OpenWorkRow>> open_work_of(const StreamId& stream) override;

 private:
  SqliteReadStore(std::filesystem::path file, bool temporary);
  Result<void> open_writer();
  Result<void> check_file();
  Result<void> create_file();
  Result<void> write_changes(const RecentRows::Changes& changes, const ports::Checkpoint& next);
  Result<void> remember(const ports::Checkpoint& checkpoint);
  Result<std::optional<projections::AnyRow>> load(const projections::AnyRow& key);
  void note_damage(const Error& error);
  void publish(Position position);

  /// Runs `question` on a reader's connection, in one read transaction.
  template <class T>
  Result<T> ask(const std::function<Result<T>(SqliteConnection&)>& question);
  /// The row of a table with one key column.
  template <class Row>
  Result<std::optional<Row>> find(const std::string& id);
  Result<ports::Owners> owners(const std::string& where, const projections::Values& parameters);
  Result<std::unique_ptr<SqliteConnection>> take_reader();
  void give_back(std::unique_ptr<SqliteConnection> reader);

  const std::filesystem::path file_;
  const bool temporary_;
  bool rebuilt_ = false;
  std::unique_ptr<SqliteConnection> writer_;
  projections::RowCache cache_;
  RecentRows recent_;

  std::atomic<std::uint64_t> position_{0};
  std::mutex mutex_;  ///< Of the readers and of waiting for a position.
  std::condition_variable moved_;
  std::condition_variable reader_free_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;
  std::size_t readers_ = 0;
};

}  // namespace lockstep::read_store
