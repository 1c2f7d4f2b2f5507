// Generated DDL and statements.
#include "adapters/read_store/table_sql.h"

#include "projections/all_projections.h"
#include "projections/tables/indexes.h"

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

std::string key_condition(const TableSchema& table) {
  std::string out;
  for (std::size_t i = 0; i < table.key_columns; ++i)
    out += (i == 0 ? "" : " AND ") + std::string(table.columns[i].name) + "=?";
  return out;
}

}  // namespace

const std::string& bookkeeping_sql() {
  static const std::string kSql =
      "CREATE TABLE lockstep_groups (name TEXT NOT NULL, beside INTEGER NOT NULL, position INTEGER "
      "NOT NULL, hash TEXT NOT NULL, version TEXT NOT NULL, tables TEXT NOT NULL, whole INTEGER "
      "NOT "
      "NULL, PRIMARY KEY (name, beside)) STRICT, WITHOUT ROWID";
  return kSql;
}

std::string table_name(const TableSchema& table, bool beside) {
  return std::string(table.name) + (beside ? kBeside : "");
}

// Without rowid the key is the table: no second copy of it as an index.
std::string create_table_sql(const TableSchema& table, bool beside) {
  auto out = "CREATE TABLE " + table_name(table, beside) + " (";
  for (const auto& column : table.columns) out += column_sql(column) + ", ";
  return out + "PRIMARY KEY (" + column_list(table, table.key_columns) +
         ")) STRICT, WITHOUT ROWID;\n";
}

std::string group_sql(std::size_t group) {
  std::string out;
  for (const auto index : projections::groups()[group].tables) {
    const auto& table = projections::tables()[index];
    out += create_table_sql(table, false);
    for (const auto& columns : projections::kTableIndexes)
      if (columns.table == table.name) out += projections::index_name(columns) + ";\n";
  }
  return out;
}

std::string column_list(const TableSchema& table, std::size_t count, const std::string& prefix) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += (i == 0 ? "" : ", ") + prefix + std::string(table.columns[i].name);
  return out;
}

std::string select_sql(const TableSchema& table, bool beside) {
  return "SELECT " + column_list(table, table.columns.size()) + " FROM " +
         table_name(table, beside);
}

std::string find_sql(const TableSchema& table, bool beside) {
  return select_sql(table, beside) + " WHERE " + key_condition(table);
}

std::string upsert_sql(const TableSchema& table, bool beside) {
  auto out = "INSERT OR REPLACE INTO " + table_name(table, beside) + " (" +
             column_list(table, table.columns.size()) + ") VALUES (";
  for (std::size_t i = 0; i < table.columns.size(); ++i) out += i == 0 ? "?" : ",?";
  return out + ")";
}

std::string erase_sql(const TableSchema& table, bool beside) {
  return "DELETE FROM " + table_name(table, beside) + " WHERE " + key_condition(table);
}

}  // namespace lockstep::read_store
