// Generated DDL and statements.
#include "adapters/read_store/table_sql.h"

#include "projections/all_projections.h"
#include "projections/table_indexes.h"

namespace lockstep::read_store {

namespace {

using projections::Column;
using projections::ColumnType;
using projections::TableSchema;

std::string column_sql(const Column& column) {
  const bool text = column.type == ColumnType::text || column.type == ColumnType::json;
  return std::string(column.name) + (text ? " TEXT" : " INTEGER") +
         (column.nullable ? "" : " NOT NULL");
}

// Without rowid the key is the table: no second copy of it as an index.
std::string create_table(const TableSchema& table) {
  auto out = "CREATE TABLE " + std::string(table.name) + " (";
  for (const auto& column : table.columns) out += column_sql(column) + ", ";
  return out + "PRIMARY KEY (" + column_list(table, table.key_columns) +
         ")) STRICT, WITHOUT ROWID;\n";
}

std::string key_condition(const TableSchema& table) {
  std::string out;
  for (std::size_t i = 0; i < table.key_columns; ++i)
    out += (i == 0 ? "" : " AND ") + std::string(table.columns[i].name) + "=?";
  return out;
}

}  // namespace

const std::string& create_sql() {
  static const auto kSql = [] {
    auto out = "-- read model " + std::string(projections::kReadModelVersion) + "\n";
    for (const auto& table : projections::tables()) out += create_table(table);
    for (const auto& index : projections::kTableIndexes)
      out += "CREATE INDEX " + std::string(index.table) + "_by ON " + std::string(index.table) +
             " (" + std::string(index.columns) + ");\n";
    return out +
           "CREATE TABLE lockstep_checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), position "
           "INTEGER NOT NULL, hash TEXT NOT NULL, tables TEXT NOT NULL) STRICT;\n";
  }();
  return kSql;
}

std::string column_list(const TableSchema& table, std::size_t count, const std::string& prefix) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += (i == 0 ? "" : ", ") + prefix + std::string(table.columns[i].name);
  return out;
}

std::string select_sql(const TableSchema& table) {
  return "SELECT " + column_list(table, table.columns.size()) + " FROM " + std::string(table.name);
}

std::string find_sql(const TableSchema& table) {
  return select_sql(table) + " WHERE " + key_condition(table);
}

std::string upsert_sql(const TableSchema& table) {
  auto out = "INSERT OR REPLACE INTO " + std::string(table.name) + " (" +
             column_list(table, table.columns.size()) + ") VALUES (";
  for (std::size_t i = 0; i < table.columns.size(); ++i) out += i == 0 ? "?" : ",?";
  return out + ")";
}

std::string erase_sql(const TableSchema& table) {
  return "DELETE FROM " + std::string(table.name) + " WHERE " + key_condition(table);
}

}  // namespace lockstep::read_store
