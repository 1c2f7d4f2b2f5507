// Everything that speaks to SQLite's C interface, except the stores' own SQL functions.
#include "adapters/sqlite/sqlite_connection.h"

#include <utility>

#include <sqlite3.h>

#include "adapters/sqlite/sealed_page.h"
#include "engine/overloaded.h"

namespace lockstep::sqlite {

namespace {

constexpr int kBusyMillis = 5000;

Error error_of(int code, const StoreName& store) {
  const auto number = std::to_string(code);
  const std::string type(store.type);
  const std::string what(store.what);
  if ((code & 0xFF) == SQLITE_CORRUPT || (code & 0xFF) == SQLITE_NOTADB ||
      code == SQLITE_IOERR_DATA)
    return {Errc::corrupt, type + "-damaged", what + " is damaged (SQLite code " + number + ").",
            std::string(store.damaged_remedy)};
  return {Errc::unavailable, type + "-unavailable",
          what + " cannot be used (SQLite code " + number + ").",
          "Check free space and permissions of the data directory."};
}

}  // namespace

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Statement::bind(int index, const projections::Value& value) {
  const auto bind_text = [&](const std::string& text) {
    // No destructor: the caller keeps the value until the statement has run.
    sqlite3_bind_text64(statement_, index, text.data(), text.size(), nullptr, SQLITE_UTF8);
  };
  std::visit(Overloaded{[&](std::monostate) { sqlite3_bind_null(statement_, index); },
                        [&](bool flag) { sqlite3_bind_int(statement_, index, flag ? 1 : 0); },
                        [&](std::int64_t number) { bind(index, number); },
                        [&](const std::string& text) { bind_text(text); },
                        [&](const projections::JsonText& json) { bind_text(json.text); }},
             value);
}

void Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_, index, value);
}

void Statement::bind_all(const projections::Values& values) {
  for (std::size_t i = 0; i < values.size(); ++i) bind(static_cast<int>(i) + 1, values[i]);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return error_of(code, store_);
}

Result<void> Statement::run() {
  const auto more = step();
  sqlite3_reset(statement_);
  if (!more) return more.error();
  return boost::outcome_v2::success();
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::string Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string{} : std::string(bytes, size);
}

projections::Values Statement::values(const std::vector<projections::Column>& columns,
                                      int first) const {
  using projections::ColumnType;
  projections::Values out;
  out.reserve(columns.size());
  for (int i = first; const auto& column : columns) {
    if (is_null(i))
      out.emplace_back(std::monostate{});
    else if (column.type == ColumnType::boolean)
      out.emplace_back(integer(i) != 0);
    else if (column.type == ColumnType::text)
      out.emplace_back(text(i));
    else if (column.type == ColumnType::json)
      out.emplace_back(projections::JsonText{text(i)});
    else
      out.emplace_back(integer(i));
    ++i;
  }
  return out;
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& file,
                                                                 const SealedFiles& files,
                                                                 const StoreName& store,
                                                                 Options options) {
  sqlite3* database = nullptr;
  const int mode = options.writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  const int code = sqlite3_open_v2(
      file.c_str(), &database, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, files.name());
  std::unique_ptr<SqliteConnection> out(new SqliteConnection(database, store));
  if (code != SQLITE_OK) return error_of(code, store);
  sqlite3_busy_timeout(database, kBusyMillis);
  if (options.add_functions != nullptr) options.add_functions(database);
  LOCKSTEP_TRY(out->exec("PRAGMA cache_size=-" + std::to_string(options.cache_kib)));
  LOCKSTEP_TRY(out->exec("PRAGMA temp_store=MEMORY"));
  std::error_code unknown;
  if (options.writable && std::filesystem::file_size(file, unknown) == 0) {
    SealedFiles::prepare_new(database);
    LOCKSTEP_TRY(out->exec("PRAGMA page_size=" + std::to_string(kPageBytes)));
    // Until it has a write-ahead log. A journal would be a file of its own.
    LOCKSTEP_TRY(out->exec("PRAGMA journal_mode=MEMORY"));
  }
  if (options.writable) {
    LOCKSTEP_TRY(out->exec("PRAGMA journal_mode=WAL"));
    LOCKSTEP_TRY(out->exec("PRAGMA synchronous=NORMAL"));
    LOCKSTEP_TRY(out->exec("PRAGMA wal_autocheckpoint=4000"));
    LOCKSTEP_TRY(out->exec("PRAGMA journal_size_limit=16777216"));
  }
  return out;
}

SqliteConnection::~SqliteConnection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(database_);
}

Result<void> SqliteConnection::exec(const std::string& sql) {
  const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error_of(code, store_);
  return boost::outcome_v2::success();
}

Result<Statement> SqliteConnection::prepare(const std::string& sql) {
  auto& statement = statements_[sql];
  if (statement == nullptr) {
    const int code = sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    if (code != SQLITE_OK) return error_of(code, store_);
  }
  return Statement{statement, store_};
}

Result<void> SqliteConnection::run(const std::string& sql) {
  LOCKSTEP_TRY(auto statement, prepare(sql));
  return statement.run();
}

Result<SqliteTransaction> SqliteTransaction::begin(SqliteConnection& connection, const char* how) {
  LOCKSTEP_TRY(connection.run(how));
  return SqliteTransaction{connection};
}

SqliteTransaction::~SqliteTransaction() {
  if (connection_ != nullptr) (void)connection_->run("ROLLBACK");
}

Result<void> SqliteTransaction::commit() {
  LOCKSTEP_TRY(connection_->run("COMMIT"));
  connection_ = nullptr;
  return boost::outcome_v2::success();
}

}  // namespace lockstep::sqlite
