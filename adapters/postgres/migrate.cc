// Plans the missing steps from the catalog, then carries them out. Planning changes nothing.
#include "adapters/postgres/migrate.h"

#include "adapters/libpq/pg_connection.h"
#include "adapters/postgres/catalog.h"
#include "adapters/postgres/table_sql.h"
#include "projections/table_indexes.h"

namespace lockstep::postgres {

namespace {

using projections::TableSchema;

// Any number of our own, the same in every version.
constexpr const char* kLock = "SELECT pg_advisory_xact_lock(7310648257116021)";

struct Step {
  std::string name;
  std::string sql;
};
using Plan = std::vector<Step>;

std::string secured(const std::string& table) {
  return "ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY";
}

void plan_bookkeeping(const Catalog& catalog, Plan& plan) {
  const auto make = [&](std::string_view name, const std::string& columns) {
    const auto table = "public." + std::string(name);
    if (!catalog.has(table))
      plan.push_back({"create table " + table,
                      "CREATE TABLE " + table + " (" + columns + ");" + secured(table)});
  };
  make(kMigrationsTable,
       "number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, "
       "applied_at timestamptz NOT NULL DEFAULT now()");
  make(kTablesTable, "name text PRIMARY KEY, owned boolean NOT NULL");
  make(kCheckpointTable,
       "id boolean PRIMARY KEY DEFAULT true CHECK (id), position bigint NOT NULL, "
       "hash text NOT NULL, read_model_version text NOT NULL, "
       "updated_at timestamptz NOT NULL DEFAULT now()");
}

std::string create_with_indexes(const TableSchema& table, const std::string& where) {
  auto sql = create_table_sql(table, where) + ";" + secured(where);
  for (const auto& index : projections::kTableIndexes)
    if (index.table == table.name)
      sql += ";CREATE INDEX ON " + where + " (" + std::string(index.columns) + ")";
  return sql;
}

// The table with our full rows. True when it changes, so that its rows have to be folded again.
bool plan_home(const Catalog& catalog, const TableSchema& table, bool foreign, Plan& plan) {
  const auto where = home(table, foreign);
  if (!catalog.has(where)) {
    plan.push_back({"create table " + where, create_with_indexes(table, where)});
    return true;
  }
  bool changed = false;
  for (const auto& column : table.columns) {
    if (catalog.has(where, column.name)) continue;
    plan.push_back(
        {"add column " + where + "." + std::string(column.name), add_column_sql(where, column)});
    changed = true;
  }
  return changed;
}

void plan_foreign(const Catalog& catalog, const TableSchema& table, Plan& plan) {
  const auto where = "public." + std::string(table.name);
  if (!catalog.has(where)) return;  // The dashboard has dropped it since.
  for (const auto& column : shared_columns(table))
    if (!catalog.has(where, column.name))
      plan.push_back(
          {"add column " + where + "." + std::string(column.name), add_column_sql(where, column)});
}

Plan make_plan(const Catalog& catalog) {
  Plan plan;
  plan_bookkeeping(catalog, plan);
  bool schema = catalog.has_schema;
  bool changed = false;
  for (const auto& table : projections::tables()) {
    if (!table.exported) continue;
    const auto name = std::string(table.name);
    const bool foreign = catalog.is_foreign(name);
    if (foreign && !schema) {
      plan.push_back({"create schema lockstep", "CREATE SCHEMA lockstep"});
      schema = true;
    }
    if (!catalog.owned.contains(name))
      plan.push_back({foreign ? "leave table " + name + " to the dashboard" : "own table " + name,
                      "INSERT INTO public." + std::string(kTablesTable) + " VALUES ('" + name +
                          "', " + (foreign ? "false" : "true") + ")"});
    changed = plan_home(catalog, table, foreign, plan) || changed;
    if (foreign) plan_foreign(catalog, table, plan);
  }
  if (changed && catalog.has_checkpoint)
    plan.push_back(
        {"start again at position 0", "DELETE FROM public." + std::string(kCheckpointTable)});
  return plan;
}

Result<Plan> plan_only(libpq::PgConnection& connection) {
  LOCKSTEP_TRY(const auto transaction, libpq::PgTransaction::begin(connection, "READ ONLY"));
  LOCKSTEP_TRY(const auto catalog, read_catalog(connection));
  return make_plan(catalog);
}

Result<Plan> carry_out(libpq::PgConnection& connection) {
  LOCKSTEP_TRY(auto transaction, libpq::PgTransaction::begin(connection));
  LOCKSTEP_TRY(connection.query(kLock));
  LOCKSTEP_TRY(const auto catalog, read_catalog(connection));
  auto plan = make_plan(catalog);
  for (const auto& step : plan) {
    LOCKSTEP_TRY(connection.script(step.sql));
  }
  for (const auto& step : plan) {
    LOCKSTEP_TRY(connection.query(
        "INSERT INTO public." + std::string(kMigrationsTable) + " (name) VALUES ($1)",
        {step.name}));
  }
  LOCKSTEP_TRY(transaction.commit());
  return plan;
}

}  // namespace

Result<MigrateReport> migrate(const std::string& url, bool dry_run) {
  LOCKSTEP_TRY(const auto connection, libpq::PgConnection::connect(url));
  LOCKSTEP_TRY(const auto plan, dry_run ? plan_only(*connection) : carry_out(*connection));
  MigrateReport out;
  for (const auto& step : plan) out.applied.push_back(step.name);
  return out;
}

}  // namespace lockstep::postgres
