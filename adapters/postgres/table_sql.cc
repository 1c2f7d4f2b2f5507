// Generated statements. A batch of any size is one statement of constant text: columns come as
// arrays.
#include "adapters/postgres/table_sql.h"

#include "adapters/postgres/pg_values.h"

namespace lockstep::postgres {

namespace {

using projections::Column;
using projections::ColumnType;
using projections::TableSchema;

template <class Range, class F>
std::string joined(const Range& range, const std::string& separator, F&& text) {
  std::string out;
  for (const auto& item : range) out += (out.empty() ? "" : separator) + text(item);
  return out;
}

std::string name_of(const Column& column) {
  return std::string(column.name);
}

std::vector<Column> keys(const TableSchema& table) {
  return {table.columns.begin(),
          table.columns.begin() + static_cast<std::ptrdiff_t>(table.key_columns)};
}

// `unnest($1::text[], $2::bigint[]) AS u(a, b)`
std::string unnested(const std::vector<Column>& columns) {
  int next = 0;
  const auto arrays = joined(columns, ", ", [&](const Column& c) {
    return "$" + std::to_string(++next) + "::" + type_name(c.type) + "[]";
  });
  return "unnest(" + arrays + ") AS u(" + joined(columns, ", ", name_of) + ")";
}

// The dashboard's ids may be of type uuid, ours are text: comparing as uuid lets its index work.
std::string equals(const ForeignColumn& column) {
  if (column.type == "uuid")
    return "t." + column.name + " = CASE WHEN u." + column.name +
           " ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN u." + column.name + "::uuid END";
  if (column.type == "text" || column.type.starts_with("character varying"))
    return "t." + column.name + " = u." + column.name;
  return "t." + column.name + "::text = u." + column.name;
}

}  // namespace

std::string home(const TableSchema& table, bool foreign) {
  return (foreign ? "lockstep." : "public.") + std::string(table.name);
}

std::string beside(const TableSchema& table) {
  return std::string(kBesideSchema) + "." + std::string(table.name);
}

std::vector<Column> shared_columns(const TableSchema& table) {
  std::vector<Column> out;
  for (const auto& column : table.columns)
    if (column.name.starts_with("game_platform_") || column.name == "status") out.push_back(column);
  return out;
}

std::string create_table_sql(const TableSchema& table, const std::string& where) {
  const auto columns = joined(table.columns, ", ", [](const Column& c) {
    return name_of(c) + " " + type_name(c.type) + (c.nullable ? "" : " NOT NULL");
  });
  return "CREATE TABLE " + where + " (" + columns + ", PRIMARY KEY (" +
         joined(keys(table), ", ", name_of) + "))";
}

std::string add_column_sql(const std::string& where, const Column& column) {
  return "ALTER TABLE " + where + " ADD COLUMN IF NOT EXISTS " + name_of(column) + " " +
         type_name(column.type);
}

std::string select_all_sql(const TableSchema& table, const std::string& where) {
  return "SELECT " + joined(table.columns, ", ", select_expression) + " FROM " + where;
}

std::string find_sql(const TableSchema& table, const std::string& where) {
  int next = 0;
  return select_all_sql(table, where) + " WHERE " +
         joined(keys(table), " AND ", [&](const Column& c) {
           return name_of(c) + " = $" + std::to_string(++next) + "::" + type_name(c.type);
         });
}

std::string upsert_sql(const TableSchema& table, const std::string& where) {
  std::string changes;
  for (std::size_t i = table.key_columns; i < table.columns.size(); ++i) {
    const auto name = name_of(table.columns[i]);
    changes += (changes.empty() ? "" : ", ") + name + " = EXCLUDED." + name;
  }
  const auto names = joined(table.columns, ", ", name_of);
  return "INSERT INTO " + where + " (" + names + ") SELECT " + names + " FROM " +
         unnested(table.columns) + " ON CONFLICT (" + joined(keys(table), ", ", name_of) +
         ") DO UPDATE SET " + changes;
}

std::string erase_sql(const TableSchema& table, const std::string& where) {
  return "DELETE FROM " + where + " t USING " + unnested(keys(table)) + " WHERE " +
         joined(keys(table), " AND ",
                [](const Column& c) { return "t." + name_of(c) + " = u." + name_of(c); });
}

std::string update_foreign_sql(const TableSchema& table, const std::vector<ForeignColumn>& matched,
                               const std::vector<ForeignColumn>& changed) {
  return "UPDATE public." + std::string(table.name) + " t SET " +
         joined(changed, ", ",
                [](const ForeignColumn& c) {
                  return c.name + " = u." + c.name + "::text::" + c.type;
                }) +
         " FROM " + unnested(table.columns) + " WHERE " + joined(matched, " AND ", equals);
}

std::string clear_foreign_sql(const TableSchema& table, const std::vector<ForeignColumn>& matched,
                              const std::vector<ForeignColumn>& changed) {
  return "UPDATE public." + std::string(table.name) + " t SET " +
         joined(changed, ", ", [](const ForeignColumn& c) { return c.name + " = NULL"; }) +
         " FROM " + unnested(keys(table)) + " WHERE " + joined(matched, " AND ", equals);
}

std::string take_over_changed_sql(const TableSchema& table, const std::string& where) {
  std::string changes;
  std::string old_ones;
  std::string new_ones;
  for (std::size_t i = table.key_columns; i < table.columns.size(); ++i) {
    const auto name = name_of(table.columns[i]);
    const std::string comma = changes.empty() ? "" : ", ";
    changes += comma + name + " = EXCLUDED." + name;
    old_ones += comma + "t." + name;
    new_ones += comma + "EXCLUDED." + name;
  }
  const auto names = joined(table.columns, ", ", name_of);
  return "INSERT INTO " + where + " AS t (" + names + ") SELECT " + names + " FROM " +
         beside(table) + " ON CONFLICT (" + joined(keys(table), ", ", name_of) +
         ") DO UPDATE SET " + changes + " WHERE (" + old_ones + ") IS DISTINCT FROM (" + new_ones +
         ")";
}

std::string take_over_gone_sql(const TableSchema& table, const std::string& where) {
  return "DELETE FROM " + where + " t WHERE NOT EXISTS (SELECT 1 FROM " + beside(table) +
         " n WHERE " +
         joined(keys(table), " AND ",
                [](const Column& c) { return "n." + name_of(c) + " = t." + name_of(c); }) +
         ")";
}

std::string take_over_foreign_sql(const TableSchema& table,
                                  const std::vector<ForeignColumn>& matched,
                                  const std::vector<ForeignColumn>& changed) {
  const auto as_there = [](const ForeignColumn& c) { return "u." + c.name + "::text::" + c.type; };
  return "UPDATE public." + std::string(table.name) + " t SET " +
         joined(changed, ", ",
                [&](const ForeignColumn& c) { return c.name + " = " + as_there(c); }) +
         " FROM " + beside(table) + " u WHERE " + joined(matched, " AND ", equals) + " AND (" +
         joined(changed, " OR ",
                [&](const ForeignColumn& c) {
                  return "t." + c.name + " IS DISTINCT FROM " + as_there(c);
                }) +
         ")";
}

std::string clear_gone_foreign_sql(const TableSchema& table, const std::string& where,
                                   const std::vector<ForeignColumn>& matched,
                                   const std::vector<ForeignColumn>& changed) {
  return "UPDATE public." + std::string(table.name) + " t SET " +
         joined(changed, ", ", [](const ForeignColumn& c) { return c.name + " = NULL"; }) +
         " FROM " + where + " u WHERE " + joined(matched, " AND ", equals) +
         " AND NOT EXISTS (SELECT 1 FROM " + beside(table) + " n WHERE " +
         joined(keys(table), " AND ",
                [](const Column& c) { return "n." + name_of(c) + " = u." + name_of(c); }) +
         ")";
}

}  // namespace lockstep::postgres
