// Statements per table, and their use.
#include "adapters/postgres/target.h"

#include <algorithm>

#include "adapters/postgres/pg_values.h"
#include "adapters/postgres/table_sql.h"

namespace lockstep::postgres {

namespace {

using projections::TableSchema;

Error missing_in_schema(const std::string& what) {
  return {Errc::conflict, "postgres-schema-missing", "Postgres lacks " + what + ".",
          "Run `lockstep migrate`."};
}

// What names a row of the dashboard's table. A membership there is per team: the row of a team that
// the competitor has left must not be taken for the present one.
std::vector<std::string> matched_names(const TableSchema& table) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < table.key_columns; ++i) out.emplace_back(table.columns[i].name);
  if (table.name == projections::MembershipRow::kTable) out.emplace_back("team_id");
  return out;
}

Result<void> check_columns(const Catalog& catalog, const TableSchema& table,
                           const std::string& where) {
  if (!catalog.has(where)) return missing_in_schema("the table " + where);
  for (const auto& column : table.columns)
    if (!catalog.has(where, column.name))
      return missing_in_schema("the column " + where + "." + std::string(column.name));
  return boost::outcome_v2::success();
}

Result<void> add_foreign(const Catalog& catalog, const TableSchema& table, Target& target) {
  const auto found = catalog.tables.find("public." + std::string(table.name));
  const auto shared = shared_columns(table);
  if (found == catalog.tables.end() || shared.empty()) return boost::outcome_v2::success();
  const auto names = matched_names(table);
  std::vector<ForeignColumn> matched;
  std::vector<ForeignColumn> changed;
  std::vector<ForeignColumn> clearable;
  for (const auto& name : names) {
    const auto column = found->second.find(name);
    if (column == found->second.end()) return boost::outcome_v2::success();  // Not our kind of row.
    matched.push_back({name, column->second.type});
  }
  for (const auto& column : shared) {
    const auto there = found->second.find(std::string(column.name));
    if (there == found->second.end())
      return missing_in_schema("the column " + found->first + "." + std::string(column.name));
    changed.push_back({there->first, there->second.type});
    if (!there->second.not_null && there->first != "status") clearable.push_back(changed.back());
  }
  target.update_foreign = update_foreign_sql(table, matched, changed);
  target.take_over.push_back(take_over_foreign_sql(table, matched, changed));
  target.clear_before_update = matched.size() > table.key_columns;
  matched.resize(table.key_columns);
  if (!clearable.empty()) {
    target.clear_foreign = clear_foreign_sql(table, matched, clearable);
    target.take_over.push_back(clear_gone_foreign_sql(table, target.where, matched, clearable));
  }
  return boost::outcome_v2::success();
}

libpq::PgParameters arrays(const TableSchema& table, std::size_t columns,
                           const std::vector<projections::Values>& rows) {
  libpq::PgParameters out;
  for (std::size_t i = 0; i < columns; ++i)
    out.emplace_back(to_array(rows, i, table.columns[i].type));
  return out;
}

}  // namespace

Result<std::vector<Target>> make_targets(const Catalog& catalog) {
  std::vector<Target> out;
  if (!catalog.has("public." + std::string(kCheckpointTable)))
    return missing_in_schema("the table " + std::string(kCheckpointTable));
  for (std::size_t i = 0; i < projections::tables().size(); ++i) {
    const auto& table = projections::tables()[i];
    if (!table.exported) continue;
    const auto known = catalog.owned.find(std::string(table.name));
    if (known == catalog.owned.end())
      return missing_in_schema("the table " + std::string(table.name));
    Target target;
    target.table = i;
    target.where = home(table, !known->second);
    LOCKSTEP_TRY(check_columns(catalog, table, target.where));
    LOCKSTEP_TRY(check_columns(catalog, table, beside(table)));
    target.find = find_sql(table, target.where);
    target.upsert = upsert_sql(table, target.where);
    target.erase = erase_sql(table, target.where);
    if (!known->second) {
      LOCKSTEP_TRY(add_foreign(catalog, table, target));
    }
    target.take_over.push_back(take_over_gone_sql(table, target.where));
    target.take_over.push_back(take_over_changed_sql(table, target.where));
    out.push_back(std::move(target));
  }
  return out;
}

std::vector<Target> beside_targets(const std::vector<Target>& read) {
  std::vector<Target> out;
  for (const auto& target : read) {
    const auto& table = projections::tables()[target.table];
    auto& next = out.emplace_back();
    next.table = target.table;
    next.where = beside(table);
    next.find = find_sql(table, next.where);
    next.upsert = upsert_sql(table, next.where);
    next.erase = erase_sql(table, next.where);
  }
  return out;
}

Result<void> write_changes(libpq::PgConnection& connection, const Target& target,
                           const TableChanges& changes, std::int64_t& missing) {
  const auto& table = projections::tables()[target.table];
  if (!changes.erased.empty()) {
    const auto keys = arrays(table, table.key_columns, changes.erased);
    LOCKSTEP_TRY(connection.query(target.erase, keys));
    if (!target.clear_foreign.empty()) {
      LOCKSTEP_TRY(connection.query(target.clear_foreign, keys));
    }
  }
  if (changes.put.empty()) return boost::outcome_v2::success();
  const auto columns = arrays(table, table.columns.size(), changes.put);
  LOCKSTEP_TRY(connection.query(target.upsert, columns));
  if (target.update_foreign.empty()) return boost::outcome_v2::success();
  if (target.clear_before_update && !target.clear_foreign.empty()) {
    LOCKSTEP_TRY(
        connection.query(target.clear_foreign, arrays(table, table.key_columns, changes.put)));
  }
  LOCKSTEP_TRY(const auto updated, connection.query(target.update_foreign, columns));
  const auto asked = static_cast<std::int64_t>(changes.put.size());
  missing += std::max<std::int64_t>(0, asked - updated.affected());
  return boost::outcome_v2::success();
}

}  // namespace lockstep::postgres
