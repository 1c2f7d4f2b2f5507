// The life of the store's file, and who reads it. What is written is in writing.cc.
#include "adapters/read_store/sqlite_read_store.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "adapters/read_store/plain_text.h"
#include "adapters/sqlite/database_file.h"

namespace lockstep::read_store {

namespace {

namespace fs = std::filesystem;
using boost::outcome_v2::success;

constexpr int kWriterCacheKib = 16 * 1024;
constexpr std::size_t kRecentRows = 4096;
constexpr std::size_t kMaxReaders = 4;
constexpr std::chrono::seconds kReaderWait{5};

fs::path temporary_file() {
  auto pattern = (fs::temp_directory_path() / "lockstep-read-store-XXXXXX").string();
  return mkdtemp(pattern.data()) == nullptr ? fs::path{} : fs::path(pattern) / "read.db";
}

}  // namespace

/// One connection, in one read transaction from its first question on.
class SqliteReadStore::SqliteSnapshot final : public ports::Snapshot {
 public:
  SqliteSnapshot(SqliteReadStore& store, std::unique_ptr<SqliteConnection> connection,
                 SqliteTransaction transaction)
      : store_(store),
        connection_(std::move(connection)),
        transaction_(std::move(transaction)),
        readers_(
            [this](GroupSet groups, const SqliteReaders::Question& question) -> Result<void> {
              LOCKSTEP_TRY(const auto at, position_of(*connection_, groups));
              lowest_ = lowest_ ? std::min(*lowest_, at) : at;
              return question(*connection_);
            },
            store.damage_, nullptr) {}
  ~SqliteSnapshot() override {
    transaction_.reset();
    store_.give_back(std::move(connection_));
  }
  [[nodiscard]] Position position() const override { return lowest_.value_or(Position{}); }
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
  SqliteReadStore& store_;
  std::unique_ptr<SqliteConnection> connection_;
  std::optional<SqliteTransaction> transaction_;
  std::optional<Position> lowest_;
  SqliteReaders readers_;
};

SqliteReadStore::SqliteReadStore(fs::path file, bool temporary)
    : file_(std::move(file)),
      temporary_(temporary),
      damage_(file_, kStoreName),
      live_(make_cache(false)),
      beside_(make_cache(true)),
      recent_(kRecentRows),
      readers_(
          [this](GroupSet /*groups*/, const SqliteReaders::Question& question) -> Result<void> {
            LOCKSTEP_TRY(auto connection, take_reader());
            auto done = [&]() -> Result<void> {
              LOCKSTEP_TRY(const auto transaction, SqliteTransaction::begin(*connection, "BEGIN"));
              return question(*connection);
            }();
            give_back(std::move(connection));
            return done;
          },
          damage_, &recent_) {}

SqliteReadStore::~SqliteReadStore() {
  idle_connections_.clear();
  groups_.reset();
  writer_.reset();
  std::error_code ignored;
  if (temporary_) fs::remove_all(file_.parent_path(), ignored);
}

Result<std::unique_ptr<SqliteReadStore>> SqliteReadStore::open(const fs::path& file,
                                                               const log::Keyring& keys) {
  std::unique_ptr<SqliteReadStore> out(new SqliteReadStore(file, false));
  LOCKSTEP_TRY(out->open_file(&keys));
  return out;
}

Result<std::unique_ptr<SqliteReadStore>> SqliteReadStore::open_temporary() {
  const auto file = temporary_file();
  if (file.empty())
    return sqlite::cannot_create(fs::temp_directory_path(), {errno, std::system_category()},
                                 kStoreName);
  std::unique_ptr<SqliteReadStore> out(new SqliteReadStore(file, true));
  LOCKSTEP_TRY(out->open_file(nullptr));
  return out;
}

Result<void> SqliteReadStore::open_file(const log::Keyring* keys) {
  std::error_code failed;
  if (file_.has_parent_path()) fs::create_directories(file_.parent_path(), failed);
  if (failed) return sqlite::cannot_create(file_, failed, kStoreName);
  const bool existed = keys != nullptr && sqlite::has_content(file_);
  auto usable = existed ? check_file(*keys) : create_file(keys);
  if (!usable && existed && usable.error().code == Errc::corrupt) {
    rebuilt_ = usable.error();
    usable = create_file(keys);
  }
  LOCKSTEP_TRY(std::move(usable));
  LOCKSTEP_TRY(groups_->prepare());
  return publish_all();
}

Result<void> SqliteReadStore::open_writer() {
  LOCKSTEP_TRY(writer_, SqliteConnection::open(file_, *files_, kStoreName,
                                               {true, kWriterCacheKib, add_plain_function}));
  groups_ = std::make_unique<GroupFile>(*writer_);
  return success();
}

// Errc::corrupt when this is not a sound file of our layout.
Result<void> SqliteReadStore::check_file(const log::Keyring& keys) {
  LOCKSTEP_TRY(files_, sqlite::find_private_file(file_, keys, kStoreName));
  LOCKSTEP_TRY(open_writer());
  LOCKSTEP_TRY(sqlite::check_sound(*writer_, kStoreName));
  return groups_->check();
}

Result<void> SqliteReadStore::create_file(const log::Keyring* keys) {
  groups_.reset();
  writer_.reset();
  LOCKSTEP_TRY(files_, sqlite::create_private_file(file_, keys, kStoreName));
  LOCKSTEP_TRY(open_writer());
  return groups_->create();
}

Result<void> SqliteReadStore::publish_all() {
  for (std::size_t group = 0; group < projections::kGroupCount; ++group) {
    LOCKSTEP_TRY(const bool whole, groups_->whole(group));
    const base::MutexLock lock(mutex_);
    if (whole) whole_.add(group);
  }
  LOCKSTEP_TRY(const auto lanes, groups_->lanes());
  for (const auto& state : lanes) publish({state.lane}, state.at.position);
  return success();
}

void SqliteReadStore::publish(const std::vector<ports::Lane>& lanes, Position position) {
  {
    const base::MutexLock lock(mutex_);
    for (const auto& lane : lanes)
      if (!lane.beside) positions_[lane.group] = position;
  }
  moved_.notify_all();
}

Position SqliteReadStore::lowest(GroupSet groups) const {
  std::optional<Position> out;
  for (std::size_t group = 0; group < positions_.size(); ++group)
    if (groups.contains(group)) out = out ? std::min(*out, positions_[group]) : positions_[group];
  return out.value_or(Position{});
}

Position SqliteReadStore::position(GroupSet groups) {
  const base::MutexLock lock(mutex_);
  return lowest(groups);
}

bool SqliteReadStore::wait_until_whole(GroupSet groups, std::chrono::milliseconds at_most) {
  base::MutexLock lock(mutex_);
  return moved_.wait_for(lock, at_most,
                         [&]() LOCKSTEP_REQUIRES(mutex_) { return whole_.contains_all(groups); });
}

bool SqliteReadStore::wait_for(GroupSet groups, Position wanted,
                               std::chrono::milliseconds at_most) {
  base::MutexLock lock(mutex_);
  return moved_.wait_for(lock, at_most,
                         [&]() LOCKSTEP_REQUIRES(mutex_) { return lowest(groups) >= wanted; });
}

Result<std::unique_ptr<ports::Snapshot>> SqliteReadStore::snapshot() {
  return damage_.told(begin_snapshot());
}

Result<std::unique_ptr<ports::Snapshot>> SqliteReadStore::begin_snapshot() {
  LOCKSTEP_TRY(auto connection, take_reader());
  auto transaction = SqliteTransaction::begin(*connection, "BEGIN");
  if (!transaction) {
    give_back(std::move(connection));
    return transaction.error();
  }
  return std::unique_ptr<ports::Snapshot>(
      new SqliteSnapshot(*this, std::move(connection), std::move(transaction).value()));
}

Result<std::unique_ptr<SqliteConnection>> SqliteReadStore::take_reader() {
  base::MutexLock lock(mutex_);
  const auto free = [&]() LOCKSTEP_REQUIRES(mutex_) {
    return !idle_connections_.empty() || connections_ < kMaxReaders;
  };
  if (!reader_free_.wait_for(lock, kReaderWait, free))
    return Error{Errc::unavailable, "read-store-busy", "Too many questions at once.",
                 "Try again in a moment."};
  if (!idle_connections_.empty()) {
    auto reader = std::move(idle_connections_.back());
    idle_connections_.pop_back();
    return reader;
  }
  auto reader =
      SqliteConnection::open(file_, *files_, kStoreName, {.add_functions = add_plain_function});
  if (!reader) return reader.error();
  ++connections_;
  return reader;
}

void SqliteReadStore::give_back(std::unique_ptr<SqliteConnection> reader) {
  {
    const base::MutexLock lock(mutex_);
    idle_connections_.push_back(std::move(reader));
  }
  reader_free_.notify_one();
}

}  // namespace lockstep::read_store
