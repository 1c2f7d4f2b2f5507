// A connection to one SQLite file, and its prepared statements. Errors carry SQLite's number and
// never a value: values are personal data.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "adapters/sqlite/sealed_files.h"
#include "events/result.h"
#include "projections/tables/row_codec.h"

struct sqlite3;
struct sqlite3_stmt;

namespace lockstep::sqlite {

/// What errors call the store that a file is.
struct StoreName {
  std::string_view type;            ///< Types are `<type>-damaged` and `<type>-unavailable`.
  std::string_view what;            ///< "The embedded read store"
  std::string_view damaged_remedy;  ///< What becomes of a damaged file, and what to do.
};

/// A statement in use; it goes back to its connection, reset, when this goes out of scope.
class Statement {
 public:
  Statement(sqlite3_stmt* statement, const StoreName& store)
      : statement_(statement), store_(store) {}
  ~Statement();
  Statement(Statement&& other) noexcept
      : statement_(std::exchange(other.statement_, nullptr)), store_(other.store_) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;

  /// Parameters from 1. Values are not copied: they must outlive the steps.
  void bind(int index, const projections::Value& value);
  void bind(int index, std::int64_t value);
  void bind_all(const projections::Values& values);
  void bind(int index, projections::Value&& gone_before_the_step) = delete;
  void bind_all(projections::Values&& gone_before_the_step) = delete;
  /// True when there is a row.
  Result<bool> step();
  /// Runs a statement that has no rows; afterwards it can be bound and run again.
  Result<void> run();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::string text(int column) const;
  /// `columns`: the types of the columns from `first` on.
  [[nodiscard]] projections::Values values(const std::vector<projections::Column>& columns,
                                           int first = 0) const;

 private:
  sqlite3_stmt* statement_;
  const StoreName& store_;
};

/// One thread at a time.
class SqliteConnection {
 public:
  struct Options {
    bool writable = false;
    int cache_kib = 2048;
    void (*add_functions)(sqlite3*) = nullptr;  ///< SQL functions that the statements use.
  };
  /// The file must be there; an empty one becomes a database. `store` is a constant of its store,
  /// and `files` live longer.
  static Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& file,
                                                        const SealedFiles& files,
                                                        const StoreName& store, Options options);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  /// Parsed every time, several statements at once if need be.
  Result<void> exec(const std::string& sql);
  /// One statement without rows, prepared once.
  Result<void> run(const std::string& sql);
  /// Prepared once per text. One use at a time.
  Result<Statement> prepare(const std::string& sql);

 private:
  SqliteConnection(sqlite3* database, const StoreName& store)
      : database_(database), store_(store) {}
  sqlite3* database_;
  const StoreName& store_;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

/// Rolls back unless committed.
class SqliteTransaction {
 public:
  static Result<SqliteTransaction> begin(SqliteConnection& connection, const char* how);
  ~SqliteTransaction();
  SqliteTransaction(SqliteTransaction&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)) {}
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(SqliteTransaction&&) = delete;
  Result<void> commit();

 private:
  explicit SqliteTransaction(SqliteConnection& connection) : connection_(&connection) {}
  SqliteConnection* connection_;
};

}  // namespace lockstep::sqlite
