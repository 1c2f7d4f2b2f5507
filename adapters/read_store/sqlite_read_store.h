// The embedded read store: rows and checkpoints in one SQLite file (README.md). Disposable: never
// repaired, always folded again.
#pragma once
#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/read_store/connection.h"
#include "adapters/read_store/group_file.h"
#include "adapters/read_store/readers.h"
#include "adapters/read_store/recent_rows.h"
#include "adapters/sqlite/damage.h"
#include "adapters/sqlite/sealed_files.h"
#include "base/mutex.h"
#include "engine/log/keyring.h"
#include "engine/ports/read_model_sink.h"
#include "engine/ports/read_store.h"
#include "projections/row_cache.h"
#include "projections/tables/table_reader.h"

namespace lockstep::read_store {

/// As ReadModelSink and TableReader: one thread. As ReadStore: any.
class SqliteReadStore final : public ports::ReadStore,
                              public ports::ReadModelSink,
                              public projections::TableReader {
 public:
  /// Makes the file (mode 0600) and its directory if need be. A file that is damaged, of another
  /// layout or of another log is made anew. `keys` are used during the call.
  static Result<std::unique_ptr<SqliteReadStore>> open(const std::filesystem::path& file,
                                                       const log::Keyring& keys);
  /// A file of its own that goes away with the store.
  static Result<std::unique_ptr<SqliteReadStore>> open_temporary();
  ~SqliteReadStore() override;

  /// open() found a file that it could not use and deleted it.
  [[nodiscard]] bool rebuilt() const { return rebuilt_.has_value(); }
  /// And why.
  [[nodiscard]] const std::optional<Error>& why_rebuilt() const { return rebuilt_; }
  /// Damage was met since: it is made anew at the next start. Any thread.
  [[nodiscard]] bool damaged() const { return damage_.met(); }
  /// Who is told of that, once.
  void when_damaged(sqlite::Damage::Tell tell) { damage_.when_met(std::move(tell)); }

  [[nodiscard]] std::string_view name() const override { return "embedded"; }
  Result<std::vector<ports::LaneState>> lanes() override;
  Result<void> transact(const std::vector<ports::Lane>& lanes, const ports::Checkpoint& from,
                        const ports::Checkpoint& next, const Fold& fold) override;
  Result<void> begin_beside(std::size_t group) override;
  Result<void> finish(const ports::Lane& lane) override;
  Result<std::vector<projections::Values>> rows_of(std::string_view table) override;

  Result<std::unique_ptr<ports::Snapshot>> snapshot() override;
  Position position(GroupSet groups) override;
  bool wait_until_whole(GroupSet groups, std::chrono::milliseconds at_most) override;
  bool wait_for(GroupSet groups, Position wanted, std::chrono::milliseconds at_most) override;
  ports::RosterReader& roster() override { return readers_; }
  ports::ScoresReader& scores() override { return readers_; }
  ports::WorkReader& work() override { return readers_; }
  ports::DriftReader& drift() override { return readers_; }
  ports::DisclosedReader& disclosures() override { return readers_; }
  ports::OwnersReader& owners() override { return readers_; }
  ports::PasswordResetsReader& password_resets() override { return readers_; }
  ports::AccountsReader& accounts() override { return readers_; }
  ports::AcrossReader& across() override { return readers_; }

 private:
  class SqliteSnapshot;

  SqliteReadStore(std::filesystem::path file, bool temporary);
  Result<void> open_file(const log::Keyring* keys);
  Result<void> open_writer();
  Result<void> check_file(const log::Keyring& keys);
  Result<void> create_file(const log::Keyring* keys);
  Result<void> publish_all();

  projections::RowCache make_cache(bool beside);
  projections::RowCache& cache_of(const ports::Lane& lane) { return lane.beside ? beside_ : live_; }
  template <class Row>
  Result<std::optional<Row>> load(const Row& key, bool beside);
  Result<void> finish_lane(const ports::Lane& lane);
  Result<void> write_lane(const ports::Lane& lane);
  void end_lane(const ports::Lane& lane, bool committed);
  void publish(const std::vector<ports::Lane>& lanes, Position position);
  [[nodiscard]] Position lowest(GroupSet groups) const LOCKSTEP_REQUIRES(mutex_);

  Result<std::unique_ptr<SqliteConnection>> take_reader() LOCKSTEP_EXCLUDES(mutex_);
  Result<std::unique_ptr<ports::Snapshot>> begin_snapshot();
  void give_back(std::unique_ptr<SqliteConnection> reader) LOCKSTEP_EXCLUDES(mutex_);

  const std::filesystem::path file_;
  const bool temporary_;
  std::optional<Error> rebuilt_;
  sqlite::Damage damage_;
  std::unique_ptr<sqlite::SealedFiles> files_;  ///< Before every connection.
  std::unique_ptr<SqliteConnection> writer_;
  std::unique_ptr<GroupFile> groups_;
  projections::RowCache live_;
  projections::RowCache beside_;
  RecentRows recent_;
  SqliteReaders readers_;

  base::Mutex mutex_;
  base::Condition moved_;
  base::Condition reader_free_;
  std::array<Position, projections::kGroupCount> positions_ LOCKSTEP_GUARDED_BY(mutex_){};
  GroupSet whole_ LOCKSTEP_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<SqliteConnection>> idle_connections_ LOCKSTEP_GUARDED_BY(mutex_);
  std::size_t connections_ LOCKSTEP_GUARDED_BY(mutex_) = 0;
};

}  // namespace lockstep::read_store
