// The questions. Each writes what is queued first and reads in one transaction.
#include <functional>
#include <utility>

#include <boost/json.hpp>

#include "adapters/operations_store/sqlite_operations.h"

namespace lockstep::operations_store {

namespace {

using projections::Values;
using sqlite::SqliteConnection;
using sqlite::SqliteTransaction;
using sqlite::Statement;

const std::string kPollColumns =
    "subject, kind, asked_at, answered_at, result, failure_code, failure_message, "
    "failure_remedy, failures, retry_at, change";
constexpr int kChangeColumn = 10;

std::optional<Timestamp> time_or_none(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Timestamp{row.integer(column)};
}

ports::Poll poll_in(const Statement& row) {
  ports::Poll poll{row.text(0),          row.text(1), Timestamp{row.integer(2)},
                   time_or_none(row, 3), row.text(4), std::nullopt};
  if (!row.is_null(5))
    poll.failure = ports::PollFailure{row.text(5), row.text(6), row.text(7), row.integer(8),
                                      time_or_none(row, 9)};
  return poll;
}

ports::Attempt attempt_in(const Statement& row) {
  return {Timestamp{row.integer(0)},
          row.text(1),
          row.text(2),
          row.text(3),
          row.integer(4),
          row.integer(5)};
}

ports::QuietRun run_in(const Statement& row) {
  return {row.text(0), Timestamp{row.integer(1)}, Timestamp{row.integer(2)}, row.text(3)};
}

template <class Read>
auto all_rows(SqliteConnection& connection, const std::string& sql, const Values& parameters,
              const Read& read) -> Result<std::vector<std::invoke_result_t<Read, Statement&>>> {
  LOCKSTEP_TRY(auto statement, connection.prepare(sql));
  statement.bind_all(parameters);
  std::vector<std::invoke_result_t<Read, Statement&>> out;
  for (;;) {
    LOCKSTEP_TRY(const bool found, statement.step());
    if (!found) return out;
    out.push_back(read(statement));
  }
}

/// One parameter for any number of subjects: a JSON array.
std::string as_json(const std::vector<std::string>& subjects) {
  return boost::json::serialize(boost::json::array(subjects.begin(), subjects.end()));
}
const std::string kAmongSubjects = "subject IN (SELECT value FROM json_each(?))";

std::int64_t as_limit(std::size_t limit) {
  return static_cast<std::int64_t>(limit);
}

}  // namespace

template <class T>
Result<T> SqliteOperations::ask(const std::function<Result<T>(SqliteConnection&)>& question) {
  return damage_.told(answer(question));
}

template <class T>
Result<T> SqliteOperations::answer(const std::function<Result<T>(SqliteConnection&)>& question) {
  LOCKSTEP_TRY(write_queued());
  const base::MutexLock lock(read_mutex_);
  LOCKSTEP_TRY(const auto snapshot, SqliteTransaction::begin(*reader_, "BEGIN"));
  return question(*reader_);
}

Result<std::optional<ports::Poll>> SqliteOperations::poll_of(const std::string& subject,
                                                             const std::string& kind) {
  using Answer = std::optional<ports::Poll>;
  return ask<Answer>([&](auto& connection) -> Result<Answer> {
    LOCKSTEP_TRY(auto polls,
                 all_rows(connection,
                          "SELECT " + kPollColumns + " FROM polls WHERE subject = ? AND kind = ?",
                          {subject, kind}, poll_in));
    return polls.empty() ? Answer{} : Answer{std::move(polls.front())};
  });
}

Result<std::vector<ports::Poll>> SqliteOperations::polls_of(
    const std::vector<std::string>& subjects) {
  return ask<std::vector<ports::Poll>>([&](auto& connection) {
    return all_rows(connection,
                    "SELECT " + kPollColumns + " FROM polls WHERE " + kAmongSubjects +
                        " ORDER BY subject, kind",
                    {as_json(subjects)}, poll_in);
  });
}

Result<std::vector<ports::Poll>> SqliteOperations::all_polls() {
  return ask<std::vector<ports::Poll>>([&](auto& connection) {
    return all_rows(connection, "SELECT " + kPollColumns + " FROM polls ORDER BY subject, kind", {},
                    poll_in);
  });
}

Result<ports::Freshness> SqliteOperations::freshness(
    const std::string& kind, const std::optional<std::vector<std::string>>& subjects) {
  return ask<ports::Freshness>([&](auto& connection) -> Result<ports::Freshness> {
    LOCKSTEP_TRY(
        auto rows,
        all_rows(
            connection,
            "SELECT max(answered_at), min(answered_at), count(answered_at) FROM "
            "polls WHERE kind = ?" +
                (subjects ? " AND " + kAmongSubjects : std::string{}),
            subjects ? Values{kind, as_json(*subjects)} : Values{kind}, [](const Statement& row) {
              return ports::Freshness{time_or_none(row, 0), time_or_none(row, 1), row.integer(2)};
            }));
    return rows.front();
  });
}

Result<ports::PollChanges> SqliteOperations::changed_since(std::uint64_t after, std::size_t limit) {
  return ask<ports::PollChanges>([&](auto& connection) -> Result<ports::PollChanges> {
    ports::PollChanges out{store_id_, after, {}};
    LOCKSTEP_TRY(
        out.polls,
        all_rows(connection,
                 "SELECT " + kPollColumns + " FROM polls WHERE change > ? ORDER BY change LIMIT ?",
                 {static_cast<std::int64_t>(after), as_limit(limit)}, [&](const Statement& row) {
                   out.upto = static_cast<std::uint64_t>(row.integer(kChangeColumn));
                   return poll_in(row);
                 }));
    return out;
  });
}

Result<std::optional<ports::LearnedLimits>> SqliteOperations::limits() {
  using Answer = std::optional<ports::LearnedLimits>;
  return ask<Answer>([](auto& connection) -> Result<Answer> {
    LOCKSTEP_TRY(
        auto rows,
        all_rows(connection, "SELECT at, json FROM learned_limits", {}, [](const Statement& row) {
          return ports::LearnedLimits{Timestamp{row.integer(0)}, row.text(1)};
        }));
    return rows.empty() ? Answer{} : Answer{std::move(rows.front())};
  });
}

Result<std::vector<ports::Attempt>> SqliteOperations::attempts(
    const std::optional<std::string>& subject, std::size_t limit) {
  return ask<std::vector<ports::Attempt>>([&](auto& connection) {
    return all_rows(
        connection,
        "SELECT at, kind, subject, result, latency_ms, http_status FROM attempts" +
            std::string(subject ? " WHERE subject = ?" : "") + " ORDER BY id DESC LIMIT ?",
        subject ? Values{*subject, as_limit(limit)} : Values{as_limit(limit)}, attempt_in);
  });
}

Result<std::vector<ports::QuietRun>> SqliteOperations::runs(const std::optional<std::string>& kind,
                                                            std::size_t limit) {
  return ask<std::vector<ports::QuietRun>>([&](auto& connection) {
    return all_rows(connection,
                    "SELECT kind, started, ended, counts FROM runs" +
                        std::string(kind ? " WHERE kind = ?" : "") + " ORDER BY id DESC LIMIT ?",
                    kind ? Values{*kind, as_limit(limit)} : Values{as_limit(limit)}, run_in);
  });
}

}  // namespace lockstep::operations_store
