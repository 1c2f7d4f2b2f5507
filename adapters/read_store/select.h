// Rows by SQL. Private to this folder.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/read_store/connection.h"
#include "adapters/read_store/table_sql.h"
#include "adapters/sqlite/damage.h"
#include "projections/tables/row_codec.h"

namespace lockstep::read_store {

/// Every row of `sql`, whose columns are those of the table, in order.
template <class Row>
Result<std::vector<Row>> select_rows(SqliteConnection& connection, const std::string& sql,
                                     const projections::Values& parameters) {
  LOCKSTEP_TRY(auto statement, connection.prepare(sql));
  statement.bind_all(parameters);
  std::vector<Row> out;
  for (;;) {
    LOCKSTEP_TRY(const bool found, statement.step());
    if (!found) return out;
    auto row = projections::from_values<Row>(
        statement.values(projections::tables()[projections::kTableIndex<Row>].columns));
    if (!row) return sqlite::damaged_row(kStoreName);
    out.push_back(*std::move(row));
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

/// `SELECT <columns> FROM <table> <rest>`
template <class Row>
std::string select(const std::string& rest) {
  return select_sql(projections::tables()[projections::kTableIndex<Row>]) + " " + rest;
}

}  // namespace lockstep::read_store
