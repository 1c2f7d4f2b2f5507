// A connection to Postgres: plain libpq, non-blocking underneath, with a deadline on every answer,
// so that a server that hangs cannot hang us. Errors carry an SQLSTATE, never text of the server.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "events/result.h"

struct pg_conn;
struct pg_result;

namespace lockstep::libpq {

/// Rows of an answer, as text.
class PgRows {
 public:
  explicit PgRows(pg_result* result) : result_(result, &clear) {}
  [[nodiscard]] int size() const;
  [[nodiscard]] std::optional<std::string> text(int row, int column) const;
  [[nodiscard]] std::int64_t integer(int row, int column) const;  ///< 0 for null.
  /// Rows that the statement changed.
  [[nodiscard]] std::int64_t affected() const;

 private:
  static void clear(pg_result* result);
  std::shared_ptr<pg_result> result_;
};

using PgParameters = std::vector<std::optional<std::string>>;

/// One thread. After an error of the connection itself, alive() is false and it is of no more use.
class PgConnection {
 public:
  /// The server's own timeout of a statement comes first (PgTransaction); this is for a server that
  /// does not answer at all.
  static constexpr std::chrono::seconds kAnswerTimeout{40};

  /// Errors: see pg_url.h and pg_errors.h. Once `stop` is requested (any thread), whatever waits
  /// for the server ends within a fifth of a second, as when the connection broke.
  static Result<std::unique_ptr<PgConnection>> connect(
      const std::string& url, std::stop_token stop = {},
      std::chrono::seconds answer_timeout = kAnswerTimeout);
  ~PgConnection();
  PgConnection(const PgConnection&) = delete;
  PgConnection& operator=(const PgConnection&) = delete;

  /// One statement with parameters ($1 ...).
  Result<PgRows> query(const std::string& sql, const PgParameters& parameters = {});
  /// Statements without parameters, separated by `;`. The rows are those of the last one.
  Result<PgRows> script(const std::string& sql);

  [[nodiscard]] bool alive() const;

 private:
  PgConnection(pg_conn* connection, std::stop_token stop, std::chrono::seconds answer_timeout)
      : connection_(connection), stop_(std::move(stop)), answer_timeout_(answer_timeout) {}
  Result<PgRows> answer(bool sent);
  bool came(short events, std::chrono::steady_clock::time_point deadline);
  bool flushed(std::chrono::steady_clock::time_point deadline);
  bool readable(std::chrono::steady_clock::time_point deadline);
  pg_conn* connection_;
  std::stop_token stop_;
  std::chrono::seconds answer_timeout_;
  bool broken_ = false;
};

/// Rolls back unless committed. Statements in it have a timeout, and times are UTC.
class PgTransaction {
 public:
  static Result<PgTransaction> begin(PgConnection& connection, const char* mode = "");
  ~PgTransaction();
  PgTransaction(PgTransaction&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)) {}
  PgTransaction(const PgTransaction&) = delete;
  PgTransaction& operator=(const PgTransaction&) = delete;
  PgTransaction& operator=(PgTransaction&&) = delete;
  Result<void> commit();

 private:
  explicit PgTransaction(PgConnection& connection) : connection_(&connection) {}
  PgConnection* connection_;
};

}  // namespace lockstep::libpq
