// The writing side of the store, and the life of its file. Questions are in questions.cc.
#include "adapters/operations_store/sqlite_operations.h"

#include <algorithm>
#include <random>
#include <system_error>
#include <utility>

#include "adapters/operations_store/tables.h"
#include "adapters/sqlite/database_file.h"
#include "engine/overloaded.h"

namespace lockstep::operations_store {

namespace {

namespace fs = std::filesystem;
using boost::outcome_v2::success;
using projections::Value;
using projections::Values;
using sqlite::SqliteConnection;
using sqlite::SqliteTransaction;

constexpr int kWriterCacheKib = 4 * 1024;
/// What is noted is written at most so much later, when nobody asks.
constexpr std::chrono::milliseconds kWriteEvery{200};
/// A disk that does not follow costs notes, not memory.
constexpr std::size_t kMaxQueued = 100'000;
constexpr std::size_t kAttemptsBetweenPrunes = 20'000;
constexpr std::int64_t kPiece = 10'000;  ///< Rows that are deleted in one transaction.

std::string new_store_id() {
  std::random_device random;
  std::string out;
  for (int i = 0; i < 2; ++i) out += std::to_string(random());
  return out;
}

std::int64_t before(Timestamp now, std::chrono::hours age) {
  return now.value - std::chrono::milliseconds(age).count();
}

Value value_of(const std::optional<Timestamp>& time) {
  return time ? Value{time->value} : Value{};
}

Result<void> write_row(SqliteConnection& to, const std::string& sql, const Values& values) {
  LOCKSTEP_TRY(auto statement, to.prepare(sql));
  statement.bind_all(values);
  return statement.run();
}

Result<void> write_poll(SqliteConnection& to, const ports::Poll& poll, std::uint64_t change) {
  static const std::string kSql =
      "INSERT INTO polls (subject, kind, asked_at, answered_at, result, failure_code, "
      "failure_message, failure_remedy, failures, retry_at, change) "
      "VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (subject, kind) DO UPDATE SET "
      "asked_at = excluded.asked_at, answered_at = coalesce(excluded.answered_at, answered_at), "
      "result = excluded.result, failure_code = excluded.failure_code, "
      "failure_message = excluded.failure_message, failure_remedy = excluded.failure_remedy, "
      "failures = excluded.failures, retry_at = excluded.retry_at, change = excluded.change";
  Values values{poll.subject, poll.kind, poll.asked_at.value, value_of(poll.answered_at),
                poll.result};
  if (const auto& failure = poll.failure)
    values.insert(values.end(), {failure->code, failure->message, failure->remedy,
                                 failure->in_a_row, value_of(failure->retry_at)});
  else
    values.insert(values.end(), 5, Value{});
  values.emplace_back(static_cast<std::int64_t>(change));
  return write_row(to, kSql, values);
}

Result<void> write_other(SqliteConnection& to, const ports::Attempt& attempt) {
  return write_row(to,
                   "INSERT INTO attempts (at, kind, subject, result, latency_ms, http_status) "
                   "VALUES (?,?,?,?,?,?)",
                   {attempt.at.value, attempt.kind, attempt.subject, attempt.result,
                    attempt.latency_ms, attempt.http_status});
}
Result<void> write_other(SqliteConnection& to, const ports::LearnedLimits& limits) {
  return write_row(to, "INSERT OR REPLACE INTO learned_limits (id, at, json) VALUES (1,?,?)",
                   {limits.at.value, limits.json});
}
Result<void> write_other(SqliteConnection& to, const ports::QuietRun& run) {
  return write_row(to, "INSERT INTO runs (kind, started, ended, counts) VALUES (?,?,?,?)",
                   {run.kind, run.started.value, run.ended.value, run.counts});
}

}  // namespace

Result<std::unique_ptr<SqliteOperations>> SqliteOperations::open(
    const fs::path& file, const log::Keyring& keys, const ports::OperationsLimits& limits) {
  std::error_code failed;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), failed);
  if (failed) return sqlite::cannot_create(file, failed, kStoreName);
  std::unique_ptr<SqliteOperations> out(new SqliteOperations(file, limits));
  LOCKSTEP_TRY(out->open_file(keys));
  auto& self = *out;
  self.thread_ = std::thread([&self] { self.write_until_stopped(); });
  return out;
}

Result<void> SqliteOperations::open_file(const log::Keyring& keys) {
  const base::MutexLock writing(write_mutex_);
  const base::MutexLock reading(read_mutex_);
  const bool existed = sqlite::has_content(file_);
  auto usable = existed ? check_file(keys) : create_file(keys);
  if (usable || !existed || usable.error().code != Errc::corrupt) return usable;
  made_anew_ = usable.error();
  return create_file(keys);
}

SqliteOperations::~SqliteOperations() {
  {
    const base::MutexLock lock(queue_mutex_);
    stopping_ = true;
  }
  noted_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Result<void> SqliteOperations::open_connections() {
  LOCKSTEP_TRY(writer_,
               SqliteConnection::open(file_, *files_, kStoreName, {true, kWriterCacheKib}));
  LOCKSTEP_TRY(reader_, SqliteConnection::open(file_, *files_, kStoreName, {}));
  return success();
}

// Errc::corrupt when this is not a sound file with exactly our tables.
Result<void> SqliteOperations::check_file(const log::Keyring& keys) {
  LOCKSTEP_TRY(files_, sqlite::find_private_file(file_, keys, kStoreName));
  LOCKSTEP_TRY(open_connections());
  LOCKSTEP_TRY(sqlite::check_sound(*writer_, kStoreName));
  auto statement = writer_->prepare("SELECT tables, store, change FROM lockstep_operations");
  if (!statement) return sqlite::not_ours(kStoreName);
  LOCKSTEP_TRY(const bool found, statement.value().step());
  if (!found) return sqlite::not_ours(kStoreName);
  if (statement.value().text(0) != kTables) return sqlite::of_another_version(kStoreName);
  store_id_ = statement.value().text(1);
  change_ = static_cast<std::uint64_t>(statement.value().integer(2));
  return success();
}

Result<void> SqliteOperations::create_file(const log::Keyring& keys) {
  reader_.reset();
  writer_.reset();
  LOCKSTEP_TRY(files_, sqlite::create_private_file(file_, &keys, kStoreName));
  LOCKSTEP_TRY(open_connections());
  LOCKSTEP_TRY(auto transaction, SqliteTransaction::begin(*writer_, "BEGIN IMMEDIATE"));
  LOCKSTEP_TRY(writer_->exec(kTables));
  store_id_ = new_store_id();
  change_ = 0;
  LOCKSTEP_TRY(write_row(*writer_,
                         "INSERT INTO lockstep_operations (id, store, tables, change) "
                         "VALUES (1,?,?,0)",
                         {store_id_, kTables}));
  return transaction.commit();
}

void SqliteOperations::add(Note note) {
  bool first = false;
  {
    const base::MutexLock lock(queue_mutex_);
    if (queue_.size() >= kMaxQueued) {
      ++dropped_;
      return;
    }
    first = queue_.empty();
    queue_.push_back(std::move(note));
  }
  if (first) noted_.notify_one();
}

void SqliteOperations::write_until_stopped() {
  for (;;) {
    {
      base::MutexLock lock(queue_mutex_);
      while (!stopping_ && queue_.empty()) noted_.wait(lock);
      if (queue_.empty()) return;
      // More may come; a transaction costs about the same for one and for many.
      noted_.wait_for(lock, kWriteEvery,
                      [this]() LOCKSTEP_REQUIRES(queue_mutex_) { return stopping_; });
    }
    (void)write_queued();  // What failed is counted.
    prune_now_and_then();
  }
}

void SqliteOperations::prune_now_and_then() {
  std::optional<Timestamp> due;
  {
    const base::MutexLock lock(write_mutex_);
    if (attempts_since_prune_ < kAttemptsBetweenPrunes) return;
    attempts_since_prune_ = 0;
    due = newest_attempt_;
  }
  (void)prune(*due);  // What could not be deleted now is deleted later.
}

Result<void> SqliteOperations::write_queued() {
  const base::MutexLock lock(write_mutex_);
  std::deque<Note> notes;
  {
    const base::MutexLock queue_lock(queue_mutex_);
    notes.swap(queue_);
  }
  if (notes.empty()) return success();
  for (const auto& note : notes)
    if (const auto* attempt = std::get_if<ports::Attempt>(&note)) {
      ++attempts_since_prune_;
      newest_attempt_ = attempt->at;
    }
  auto written = damage_.noted(write(notes));
  if (!written) dropped_ += notes.size();
  return written;
}

Result<void> SqliteOperations::write(const std::deque<Note>& notes) {
  LOCKSTEP_TRY(auto transaction, SqliteTransaction::begin(*writer_, "BEGIN IMMEDIATE"));
  const auto write_one = Overloaded{
      [&](const ports::Poll& poll)
          LOCKSTEP_REQUIRES(write_mutex_) { return write_poll(*writer_, poll, ++change_); },
      [&](const auto& other)
          LOCKSTEP_REQUIRES(write_mutex_) { return write_other(*writer_, other); }};
  for (const auto& note : notes) {
    LOCKSTEP_TRY(std::visit(write_one, note));
  }
  LOCKSTEP_TRY(write_row(*writer_, "UPDATE lockstep_operations SET change = ?",
                         {static_cast<std::int64_t>(change_)}));
  return transaction.commit();
}

Result<void> SqliteOperations::begin_call(const std::string& kind, const std::string& subject,
                                          Timestamp now) {
  const base::MutexLock lock(write_mutex_);
  return damage_.told(
      write_row(*writer_,
                "INSERT INTO unended_calls (kind, subject, begun, last) VALUES (?,?,1,?) ON "
                "CONFLICT (kind, subject) DO UPDATE SET begun = begun + 1, last = excluded.last",
                {kind, subject, now.value}));
}

Result<void> SqliteOperations::end_call(const std::string& kind, const std::string& subject) {
  const base::MutexLock lock(write_mutex_);
  return damage_.told(write_row(
      *writer_, "DELETE FROM unended_calls WHERE kind = ? AND subject = ?", {kind, subject}));
}

Result<std::optional<ports::UnendedCall>> SqliteOperations::unended_call(
    const std::string& kind, const std::string& subject) {
  return damage_.told(find_call(kind, subject));
}

Result<std::optional<ports::UnendedCall>> SqliteOperations::find_call(const std::string& kind,
                                                                      const std::string& subject) {
  // The ends of calls may not be in it: calls that ended would be taken for ones that did not.
  if (damage_.met()) return sqlite::not_ours(kStoreName);
  const base::MutexLock lock(write_mutex_);
  LOCKSTEP_TRY(
      auto row,
      writer_->prepare("SELECT begun, last FROM unended_calls WHERE kind = ? AND subject = ?"));
  const Values key{kind, subject};
  row.bind_all(key);
  LOCKSTEP_TRY(const bool found, row.step());
  if (!found) return std::optional<ports::UnendedCall>{};
  return std::optional{ports::UnendedCall{row.integer(0), Timestamp{row.integer(1)}}};
}

Result<void> SqliteOperations::prune(Timestamp now) {
  return damage_.told(prune_all(now));
}

Result<void> SqliteOperations::prune_all(Timestamp now) {
  LOCKSTEP_TRY(write_queued());
  const auto by_count = [](const std::string& table) {
    return "DELETE FROM " + table + " WHERE id IN (SELECT id FROM " + table +
           " WHERE id <= (SELECT max(id) FROM " + table + ") - ? ORDER BY id LIMIT " +
           std::to_string(kPiece) + ")";
  };
  const auto by_age = [](const std::string& table, const std::string& time) {
    return "DELETE FROM " + table + " WHERE id IN (SELECT id FROM " + table + " WHERE " + time +
           " < ? LIMIT " + std::to_string(kPiece) + ")";
  };
  LOCKSTEP_TRY(erase_in_pieces(by_age("attempts", "at"), before(now, limits_.attempt_age)));
  LOCKSTEP_TRY(erase_in_pieces(by_count("attempts"), limits_.attempts));
  LOCKSTEP_TRY(erase_in_pieces("DELETE FROM unended_calls WHERE last < ?",
                               before(now, limits_.attempt_age)));
  LOCKSTEP_TRY(erase_in_pieces(by_age("runs", "started"), before(now, limits_.run_age)));
  LOCKSTEP_TRY(erase_in_pieces(by_count("runs"), limits_.runs));
  return erase_in_pieces("DELETE FROM polls WHERE asked_at < ?", before(now, limits_.poll_age));
}

Result<void> SqliteOperations::erase_in_pieces(const std::string& sql, std::int64_t bound) {
  for (;;) {
    const base::MutexLock lock(write_mutex_);  // Others write between two pieces.
    LOCKSTEP_TRY(write_row(*writer_, sql, {bound}));
    LOCKSTEP_TRY(auto changes, writer_->prepare("SELECT changes()"));
    LOCKSTEP_TRY(changes.step());
    if (changes.integer(0) == 0) return success();
  }
}

}  // namespace lockstep::operations_store
