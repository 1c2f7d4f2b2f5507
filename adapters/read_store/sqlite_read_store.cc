// The writing side of the store, and the life of its file. Questions are in queries.cc, summary.cc.
#include "adapters/read_store/sqlite_read_store.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "adapters/read_store/table_sql.h"
#include "adapters/read_store/text_fold.h"
#include "base/hex.h"
#include "events/envelope.h"

namespace lockstep::read_store {

namespace {

namespace fs = std::filesystem;
using boost::outcome_v2::success;

constexpr int kWriterCacheKib = 16 * 1024;
constexpr std::size_t kCachedRows = 8192;

fs::path beside(const fs::path& file, const char* suffix) {
  return file.string() + suffix;
}

void delete_file(const fs::path& file) {
  std::error_code ignored;
  for (const auto* suffix : {"", "-wal", "-shm", "-journal", ".damaged"})
    fs::remove(beside(file, suffix), ignored);
}

Error cannot_create() {
  return {Errc::unavailable, "read-store-unavailable",
          "The embedded read store's file cannot be created.",
          "Check that the data directory exists, has space and may be written."};
}

fs::path temporary_file() {
  auto pattern = (fs::temp_directory_path() / "lockstep-read-store-XXXXXX").string();
  return mkdtemp(pattern.data()) == nullptr ? fs::path{} : fs::path(pattern) / "read.db";
}

Result<ports::Checkpoint> read_checkpoint(SqliteConnection& connection) {
  LOCKSTEP_TRY(auto statement,
               connection.prepare("SELECT position, hash FROM lockstep_checkpoint"));
  LOCKSTEP_TRY(const bool found, statement.step());
  ports::Checkpoint out;
  if (!found) return out;
  out.position.value = static_cast<std::uint64_t>(statement.integer(0));
  out.hash = base::hash_in(statement.text(1)).value_or(base::Hash{});
  return out;
}

}  // namespace

SqliteReadStore::SqliteReadStore(fs::path file, bool temporary)
    : file_(std::move(file)),
      temporary_(temporary),
      cache_([this](const projections::AnyRow& key) { return load(key); }, kCachedRows),
      recent_(kCachedRows) {}

SqliteReadStore::~SqliteReadStore() {
  idle_readers_.clear();
  writer_.reset();
  std::error_code ignored;
  if (temporary_) fs::remove_all(file_.parent_path(), ignored);
}

Result<std::unique_ptr<SqliteReadStore>> SqliteReadStore::open(const fs::path& file) {
  const bool temporary = file.empty();
  const auto path = temporary ? temporary_file() : file;
  std::error_code failed;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), failed);
  if (path.empty() || failed) return cannot_create();
  std::unique_ptr<SqliteReadStore> out(new SqliteReadStore(path, temporary));
  const bool existed = fs::exists(path, failed) && fs::file_size(path, failed) > 0;
  auto usable = existed ? out->check_file() : out->create_file();
  if (!usable && existed && usable.error().code == Errc::corrupt) {
    out->writer_.reset();
    delete_file(path);
    out->rebuilt_ = true;
    usable = out->create_file();
  }
  if (!usable) return usable.error();
  LOCKSTEP_TRY(const auto checkpoint, read_checkpoint(*out->writer_));
  out->publish(checkpoint.position);
  return out;
}

Result<void> SqliteReadStore::open_writer() {
  LOCKSTEP_TRY(writer_, SqliteConnection::open(file_, kStoreName,
                                               {true, kWriterCacheKib, add_fold_function}));
  return success();
}

// Errc::corrupt when this is not a sound file with exactly our tables.
Result<void> SqliteReadStore::check_file() {
  const Error other{Errc::corrupt, "read-store-damaged", "The embedded read store is not ours.",
                    ""};
  std::error_code failed;
  if (fs::exists(beside(file_, ".damaged"), failed)) return other;
  LOCKSTEP_TRY(open_writer());
  LOCKSTEP_TRY(auto check, writer_->prepare("PRAGMA quick_check(1)"));
  LOCKSTEP_TRY(const bool answered, check.step());
  if (!answered || check.text(0) != "ok") return other;
  LOCKSTEP_TRY(
      auto known,
      writer_->prepare("SELECT count(*) FROM sqlite_master WHERE name='lockstep_checkpoint'"));
  LOCKSTEP_TRY(known.step());
  if (known.integer(0) == 0) return other;
  auto tables = writer_->prepare("SELECT tables FROM lockstep_checkpoint");
  if (!tables) return other;  // A table of that name, but not ours.
  LOCKSTEP_TRY(const bool found, tables.value().step());
  if (!found || tables.value().text(0) != create_sql()) return other;
  return success();
}

Result<void> SqliteReadStore::create_file() {
  delete_file(file_);
  // Made by us, because SQLite's own mode would let the group read names and e-mails.
  const int made = ::open(file_.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (made < 0) return cannot_create();
  ::close(made);
  LOCKSTEP_TRY(open_writer());
  LOCKSTEP_TRY(auto transaction, SqliteTransaction::begin(*writer_, "BEGIN IMMEDIATE"));
  LOCKSTEP_TRY(writer_->exec(create_sql()));
  {
    LOCKSTEP_TRY(auto statement, writer_->prepare("INSERT INTO lockstep_checkpoint (id, position, "
                                                  "hash, tables) VALUES (1, 0, '', ?)"));
    const projections::Values values{create_sql()};
    statement.bind_all(values);
    LOCKSTEP_TRY(statement.run());
  }
  return transaction.commit();
}

Result<ports::Checkpoint> SqliteReadStore::checkpoint() {
  return read_checkpoint(*writer_);
}

Result<void> SqliteReadStore::remember(const ports::Checkpoint& checkpoint) {
  LOCKSTEP_TRY(auto statement,
               writer_->prepare("UPDATE lockstep_checkpoint SET position = ?, hash = ?"));
  const projections::Values values{static_cast<std::int64_t>(checkpoint.position.value),
                                   base::to_hex(checkpoint.hash)};
  statement.bind_all(values);
  return statement.run();
}

Result<std::optional<projections::AnyRow>> SqliteReadStore::load(const projections::AnyRow& key) {
  const auto& table = projections::tables()[key.index()];
  const auto values = projections::key_values(key);
  LOCKSTEP_TRY(auto statement, writer_->prepare(find_sql(table)));
  statement.bind_all(values);
  LOCKSTEP_TRY(const bool found, statement.step());
  if (!found) return std::optional<projections::AnyRow>{};
  auto row = projections::from_values(key.index(), statement.values(table.columns));
  if (!row)
    return Error{Errc::corrupt, "read-store-damaged",
                 "A row of the embedded read store is damaged.",
                 "Restart lockstep: the file is deleted and folded again from the log."};
  return row;
}

Result<void> SqliteReadStore::write_changes(const RecentRows::Changes& changes,
                                            const ports::Checkpoint& next) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& table = projections::tables()[i];
    if (!changes[i].put.empty()) {
      LOCKSTEP_TRY(auto upsert, writer_->prepare(upsert_sql(table)));
      for (const auto& values : changes[i].put) {
        upsert.bind_all(values);
        LOCKSTEP_TRY(upsert.run());
      }
    }
    if (!changes[i].erased.empty()) {
      LOCKSTEP_TRY(auto erase, writer_->prepare(erase_sql(table)));
      for (const auto& key : changes[i].erased) {
        erase.bind_all(key);
        LOCKSTEP_TRY(erase.run());
      }
    }
  }
  return remember(next);
}

Result<void> SqliteReadStore::transact(const ports::Checkpoint& from, const ports::Checkpoint& next,
                                       const std::function<void(projections::RowAccess&)>& fold) {
  if (cache_.dirty()) cache_.forget();  // The last one did not get to its end.
  RecentRows::Changes changes;
  const auto attempt = [&]() -> Result<void> {
    LOCKSTEP_TRY(auto transaction, SqliteTransaction::begin(*writer_, "BEGIN IMMEDIATE"));
    LOCKSTEP_TRY(const auto stored, read_checkpoint(*writer_));
    if (stored != from)
      return Error{Errc::corrupt, "checkpoint-mismatch",
                   "The read model is not where its runner believes it to be.",
                   "Read the checkpoint again and go on from there."};
    fold(cache_);
    LOCKSTEP_TRY(changes, cache_.changes());
    LOCKSTEP_TRY(write_changes(changes, next));
    recent_.doubt(changes);
    return transaction.commit();
  };
  auto done = attempt();
  if (!done) {
    cache_.forget();
    note_damage(done.error());
    return done;
  }
  cache_.committed();
  recent_.remember(changes);
  publish(next.position);
  return done;
}

Result<void> SqliteReadStore::reset() {
  cache_.forget();
  LOCKSTEP_TRY(auto transaction, SqliteTransaction::begin(*writer_, "BEGIN IMMEDIATE"));
  for (const auto& table : projections::tables()) {
    LOCKSTEP_TRY(writer_->exec("DELETE FROM " + std::string(table.name)));
  }
  LOCKSTEP_TRY(remember({}));
  recent_.forget_all();  // And nobody adds to it but this thread.
  LOCKSTEP_TRY(transaction.commit());
  publish({});
  return success();
}

Result<std::vector<projections::Values>> SqliteReadStore::rows_of(std::string_view name) {
  for (const auto& table : projections::tables()) {
    if (table.name != name) continue;
    LOCKSTEP_TRY(auto statement, writer_->prepare(select_sql(table) + " ORDER BY " +
                                                  column_list(table, table.key_columns)));
    std::vector<projections::Values> out;
    for (;;) {
      LOCKSTEP_TRY(const bool found, statement.step());
      if (!found) return out;
      out.push_back(statement.values(table.columns));
    }
  }
  return Error{Errc::not_found, "table-unknown", "There is no such table.", ""};
}

// The next start then begins anew.
void SqliteReadStore::note_damage(const Error& error) {
  if (error.code == Errc::corrupt && error.type == "read-store-damaged")
    std::ofstream(beside(file_, ".damaged")) << "damaged\n";
}

void SqliteReadStore::publish(Position position) {
  {
    const std::lock_guard lock(mutex_);
    position_.store(position.value);
  }
  moved_.notify_all();
}

bool SqliteReadStore::wait_for(Position wanted, std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  return moved_.wait_for(lock, at_most, [&] { return position_.load() >= wanted.value; });
}

}  // namespace lockstep::read_store
