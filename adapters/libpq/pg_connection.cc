// Everything that speaks to libpq.
#include "adapters/libpq/pg_connection.h"

#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <libpq-fe.h>
#include <poll.h>

namespace lockstep::libpq {

namespace {

using Clock = std::chrono::steady_clock;

// The server's own timeout comes first; ours is for a server that does not answer at all.
constexpr const char* kStatementTimeout = "SET LOCAL statement_timeout = '30s'";
constexpr std::chrono::seconds kAnswerTimeout{40};

Error unreachable() {
  return {Errc::unavailable, "postgres-unreachable", "Postgres cannot be reached.",
          "Check DATABASE_URL and that the server runs and lets us in."};
}

bool passing(std::string_view state) {
  // Connection, resources, operator intervention, serialization, I/O, locks.
  for (const std::string_view kind : {"08", "53", "57", "40", "58", "55", "25"})
    if (state.starts_with(kind)) return true;
  return false;
}

Error error_of(const char* sqlstate) {
  const std::string state = sqlstate == nullptr ? "" : sqlstate;
  if (state.empty()) return unreachable();
  if (state == "42P01" || state == "42703" || state == "3F000")
    return {Errc::corrupt, "postgres-schema-missing",
            "A table or column is missing in Postgres (SQLSTATE " + state + ").",
            "Run `lockstep migrate`."};
  if (passing(state))
    return {Errc::unavailable, "postgres-unavailable",
            "Postgres cannot do it now (SQLSTATE " + state + ").", "It is tried again."};
  return {Errc::corrupt, "postgres-refused",
          "Postgres refused a statement (SQLSTATE " + state + ").",
          "Look up the SQLSTATE; the server's log has the statement."};
}

int poll_for(int socket, short events, Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
  if (left.count() <= 0) return 0;
  pollfd waiting{socket, events, 0};
  return ::poll(&waiting, 1, static_cast<int>(left.count()));
}

}  // namespace

void PgRows::clear(pg_result* result) {
  PQclear(result);
}
int PgRows::size() const {
  return PQntuples(result_.get());
}
std::optional<std::string> PgRows::text(int row, int column) const {
  if (PQgetisnull(result_.get(), row, column) != 0) return std::nullopt;
  return std::string(PQgetvalue(result_.get(), row, column),
                     static_cast<std::size_t>(PQgetlength(result_.get(), row, column)));
}
std::int64_t PgRows::integer(int row, int column) const {
  return std::strtoll(PQgetvalue(result_.get(), row, column), nullptr, 10);
}
std::int64_t PgRows::affected() const {
  return std::strtoll(PQcmdTuples(result_.get()), nullptr, 10);
}

Result<std::unique_ptr<PgConnection>> PgConnection::connect(const std::string& url) {
  // `dbname` holds the URL; what follows it are our limits.
  const std::array<const char*, 8> names{
      "dbname",           "connect_timeout", "keepalives_idle",  "keepalives_interval",
      "keepalives_count", "client_encoding", "application_name", nullptr};
  const std::array<const char*, 8> values{url.c_str(), "5",    "10",       "5",
                                          "3",         "UTF8", "lockstep", nullptr};
  std::unique_ptr<PgConnection> out(
      new PgConnection(PQconnectdbParams(names.data(), values.data(), 1)));
  if (!out->alive() || PQsetnonblocking(out->connection_, 1) != 0) return unreachable();
  PQsetNoticeProcessor(
      out->connection_, [](void*, const char*) {}, nullptr);  // Notices may quote data.
  return out;
}

PgConnection::~PgConnection() {
  PQfinish(connection_);
}

bool PgConnection::alive() const {
  return !broken_ && PQstatus(connection_) == CONNECTION_OK;
}

Result<PgRows> PgConnection::query(const std::string& sql, const PgParameters& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters)
    values.push_back(parameter ? parameter->c_str() : nullptr);
  return answer(PQsendQueryParams(connection_, sql.c_str(), static_cast<int>(values.size()),
                                  nullptr, values.data(), nullptr, nullptr, 0) == 1);
}

Result<PgRows> PgConnection::script(const std::string& sql) {
  return answer(PQsendQuery(connection_, sql.c_str()) == 1);
}

// Everything that was sent is with the kernel.
bool PgConnection::flushed(Clock::time_point deadline) {
  for (;;) {
    const int left = PQflush(connection_);
    if (left <= 0) return left == 0;
    if (poll_for(PQsocket(connection_), POLLIN | POLLOUT, deadline) <= 0) return false;
    if (PQconsumeInput(connection_) != 1) return false;
  }
}

// A result can be taken without blocking.
bool PgConnection::readable(Clock::time_point deadline) {
  while (PQisBusy(connection_) == 1) {
    if (poll_for(PQsocket(connection_), POLLIN, deadline) <= 0) return false;
    if (PQconsumeInput(connection_) != 1) return false;
  }
  return true;
}

Result<PgRows> PgConnection::answer(bool sent) {
  const auto deadline = Clock::now() + kAnswerTimeout;
  std::optional<PgRows> last;
  std::optional<Error> failed;
  if (!sent || !flushed(deadline)) return broken_ = true, unreachable();
  for (;;) {
    if (!readable(deadline)) return broken_ = true, failed.value_or(unreachable());
    auto* result = PQgetResult(connection_);
    if (result == nullptr) break;
    PgRows rows(result);
    const auto status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !failed)
      failed = error_of(PQresultErrorField(result, PG_DIAG_SQLSTATE));
    last = std::move(rows);
  }
  if (failed) return *failed;
  if (!last) return unreachable();
  return *last;
}

Result<PgTransaction> PgTransaction::begin(PgConnection& connection, const char* mode) {
  LOCKSTEP_TRY(connection.script(std::string("BEGIN ") + mode + ";" + kStatementTimeout +
                                 ";SET LOCAL TimeZone = 'UTC';SET LOCAL lock_timeout = '10s'"));
  return PgTransaction{connection};
}

PgTransaction::~PgTransaction() {
  if (connection_ != nullptr && connection_->alive()) (void)connection_->script("ROLLBACK");
}

Result<void> PgTransaction::commit() {
  auto* connection = std::exchange(connection_, nullptr);
  LOCKSTEP_TRY(connection->script("COMMIT"));
  return boost::outcome_v2::success();
}

}  // namespace lockstep::libpq
