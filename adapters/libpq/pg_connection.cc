// Everything that speaks to libpq.
#include "adapters/libpq/pg_connection.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <libpq-fe.h>
#include <poll.h>

#include "adapters/libpq/pg_errors.h"
#include "adapters/libpq/pg_url.h"
#include "base/ascii.h"

namespace lockstep::libpq {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kStatementTimeout = "SET LOCAL statement_timeout = '30s'";
constexpr std::chrono::milliseconds kSlice{200};

Error error_of(const pg_result* result) {
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return statement_refused(sqlstate == nullptr ? "" : sqlstate);
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

namespace {

// `dbname` holds the URL; what follows it are our limits.
constexpr std::array<const char*, 8> kNames{
    "dbname",           "connect_timeout", "keepalives_idle",  "keepalives_interval",
    "keepalives_count", "client_encoding", "application_name", nullptr};
std::array<const char*, 8> values_for(const std::string& url) {
  return {url.c_str(), "5", "10", "5", "3", "UTF8", "lockstep", nullptr};
}

/// The five signs behind "FATAL:  " with which libpq ends what it says of a refusal when it is to
/// say nothing but SQLSTATEs. Empty: nobody refused anything.
std::string sqlstate_in(std::string_view said) {
  constexpr std::size_t kSize = 5;
  const auto end = said.find_last_not_of(" \n");
  if (end == std::string_view::npos || end + 1 < kSize) return "";
  const auto last = said.substr(end + 1 - kSize, kSize);
  const auto before = said.substr(0, end + 1 - kSize);
  const bool is_state =
      std::ranges::all_of(last, [](char c) { return base::is_digit(c) || (c >= 'A' && c <= 'Z'); });
  return is_state && before.ends_with(":  ") ? std::string(last) : "";
}

// libpq tells an SQLSTATE of a connection only in words, and only to who has asked for it before.
// So whoever was not let in knocks once more, to hear why.
Error why_not(const std::string& url) {
  constexpr std::chrono::seconds kPatience{3};
  const auto values = values_for(url);
  const std::unique_ptr<PGconn, void (*)(PGconn*)> again(
      PQconnectStartParams(kNames.data(), values.data(), 1), &PQfinish);
  if (!again || PQstatus(again.get()) == CONNECTION_BAD) return unreachable();
  PQsetErrorVerbosity(again.get(), PQERRORS_SQLSTATE);
  const auto deadline = Clock::now() + kPatience;
  auto next = PGRES_POLLING_WRITING;
  while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
    const short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (poll_for(PQsocket(again.get()), events, deadline) <= 0) return unreachable();
    next = PQconnectPoll(again.get());
  }
  if (PQconnectionNeedsPassword(again.get()) == 1) return password_missing();
  const std::string_view said = PQerrorMessage(again.get());
  const auto sqlstate = sqlstate_in(said);
  if (!sqlstate.empty()) return connection_refused(sqlstate);
  // libpq's own words, in the language of the C locale. Of target_session_attrs first.
  for (const auto* words : {"session is read-only", "server is in hot standby mode"})
    if (said.find(words) != std::string_view::npos) return read_only();
  const bool of_tls = said.find("SSL") != std::string_view::npos ||
                      said.find("certificate") != std::string_view::npos;
  return of_tls ? tls_failed() : unreachable();
}

}  // namespace

Result<std::unique_ptr<PgConnection>> PgConnection::connect(const std::string& url,
                                                            std::stop_token stop,
                                                            std::chrono::seconds answer_timeout) {
  LOCKSTEP_TRY(check_url(url));
  const auto values = values_for(url);
  std::unique_ptr<PgConnection> out(new PgConnection(
      PQconnectdbParams(kNames.data(), values.data(), 1), std::move(stop), answer_timeout));
  if (!out->alive()) {
    out.reset();  // Its place may be the one that is lacking.
    return why_not(url);
  }
  if (PQsetnonblocking(out->connection_, 1) != 0) return unreachable();
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

// In slices, so that a stop is noticed.
bool PgConnection::came(short events, Clock::time_point deadline) {
  while (!stop_.stop_requested() && Clock::now() < deadline) {
    const int found =
        poll_for(PQsocket(connection_), events, std::min(deadline, Clock::now() + kSlice));
    if (found != 0) return found > 0;
  }
  return false;
}

// Everything that was sent is with the kernel.
bool PgConnection::flushed(Clock::time_point deadline) {
  for (;;) {
    const int left = PQflush(connection_);
    if (left <= 0) return left == 0;
    if (!came(POLLIN | POLLOUT, deadline)) return false;
    if (PQconsumeInput(connection_) != 1) return false;
  }
}

// A result can be taken without blocking.
bool PgConnection::readable(Clock::time_point deadline) {
  while (PQisBusy(connection_) == 1) {
    if (!came(POLLIN, deadline)) return false;
    if (PQconsumeInput(connection_) != 1) return false;
  }
  return true;
}

Result<PgRows> PgConnection::answer(bool sent) {
  const auto deadline = Clock::now() + answer_timeout_;
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
      failed = error_of(result);
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
