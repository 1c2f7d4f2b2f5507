// How a question gets a connection: from a small pool, in one read transaction. Private to this
// folder.
#pragma once
#include <functional>
#include <utility>

#include "adapters/read_store/sqlite_read_store.h"
#include "adapters/read_store/table_sql.h"

namespace lockstep::read_store {

template <class T>
Result<T> SqliteReadStore::ask(const std::function<Result<T>(SqliteConnection&)>& question) {
  LOCKSTEP_TRY(auto reader, take_reader());
  auto answer = [&]() -> Result<T> {
    LOCKSTEP_TRY(const auto snapshot, SqliteTransaction::begin(*reader, "BEGIN"));
    return question(*reader);
  }();
  give_back(std::move(reader));
  return answer;
}

/// Every row of `sql`, whose columns are those of the table, in order.
template <class Row>
Result<std::vector<Row>> select_rows(SqliteConnection& connection, const std::string& sql,
                                     const projections::Values& parameters) {
  constexpr auto kIndex = projections::kTableIndex<Row>;
  LOCKSTEP_TRY(auto statement, connection.prepare(sql));
  statement.bind_all(parameters);
  std::vector<Row> out;
  for (;;) {
    LOCKSTEP_TRY(const bool found, statement.step());
    if (!found) return out;
    auto row =
        projections::from_values(kIndex, statement.values(projections::tables()[kIndex].columns));
    if (!row)
      return Error{Errc::unavailable, "read-store-damaged",
                   "A row of the embedded read store is damaged.", "Restart lockstep."};
    out.push_back(std::get<Row>(std::move(*row)));
  }
}

/// The row of a table with one key column.
template <class Row>
Result<std::optional<Row>> one(SqliteConnection& connection, const std::string& id) {
  static const auto kSql = find_sql(projections::tables()[projections::kTableIndex<Row>]);
  LOCKSTEP_TRY(auto rows, select_rows<Row>(connection, kSql, {projections::clean_text(id)}));
  if (rows.empty()) return std::optional<Row>{};
  return std::optional<Row>{std::move(rows.front())};
}

template <class Row>
Result<std::optional<Row>> SqliteReadStore::find(const std::string& id) {
  if (auto recent = recent_.find<Row>(id)) return recent;
  return ask<std::optional<Row>>([&](auto& connection) { return one<Row>(connection, id); });
}

/// The last event that the rows of this transaction reflect.
inline Result<Position> position_of(SqliteConnection& connection) {
  LOCKSTEP_TRY(auto statement, connection.prepare("SELECT position FROM lockstep_checkpoint"));
  LOCKSTEP_TRY(statement.step());
  return Position{static_cast<std::uint64_t>(statement.integer(0))};
}

/// `SELECT <columns> FROM <table> <rest>`
template <class Row>
std::string select(const std::string& rest) {
  return select_sql(projections::tables()[projections::kTableIndex<Row>]) + " " + rest;
}

}  // namespace lockstep::read_store
