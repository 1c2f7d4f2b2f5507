// Plans the missing steps from the catalog, then carries them out. Planning changes nothing.
#include "adapters/postgres/migrate.h"

#include <set>

#include "adapters/libpq/pg_connection.h"
#include "adapters/postgres/catalog.h"
#include "adapters/postgres/table_sql.h"
#include "projections/all_projections.h"
#include "projections/tables/indexes.h"

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
  const auto make = [&](std::string_view name, const std::string& columns, bool anew = false) {
    const auto table = "public." + std::string(name);
    if (anew || !catalog.has(table))
      plan.push_back({"create table " + table,
                      "CREATE TABLE " + table + " (" + columns + ");" + secured(table)});
  };
  make(kMigrationsTable,
       "number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, "
       "applied_at timestamptz NOT NULL DEFAULT now()");
  make(kTablesTable, "name text PRIMARY KEY, owned boolean NOT NULL");
  const auto checkpoints = "public." + std::string(kCheckpointTable);
  const bool of_old = catalog.has(checkpoints) && !catalog.has(checkpoints, "group_name");
  if (of_old) plan.push_back({"replace table " + checkpoints, "DROP TABLE " + checkpoints});
  make(kCheckpointTable,
       "group_name text NOT NULL, beside boolean NOT NULL, position bigint NOT NULL, "
       "hash text NOT NULL, read_model_version text NOT NULL, "
       "updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (group_name, beside)",
       of_old);
}

// The table with our full rows. True when it changes, so that its rows have to be folded again.
bool plan_home(const Catalog& catalog, const TableSchema& table, bool foreign, Plan& plan) {
  const auto where = home(table, foreign);
  if (!catalog.has(where)) {
    plan.push_back(
        {"create table " + where, create_table_sql(table, where) + ";" + secured(where)});
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

// The same table empty, for when its rows are made anew.
void plan_beside(const Catalog& catalog, const TableSchema& table, Plan& plan) {
  const auto where = beside(table);
  bool fits = catalog.has(where);
  for (const auto& column : table.columns) fits = fits && catalog.has(where, column.name);
  if (fits) return;
  plan.push_back({"create table " + where, "DROP TABLE IF EXISTS " + where + ";" +
                                               create_table_sql(table, where) + ";" +
                                               secured(where)});
}

void plan_indexes(const Catalog& catalog, const TableSchema& table, const std::string& where,
                  Plan& plan) {
  for (const auto& index : projections::kTableIndexes) {
    const auto name = projections::index_name(index);
    const auto schema = where.substr(0, where.find('.') + 1);
    if (index.table != table.name || catalog.indexes.contains(schema + name)) continue;
    plan.push_back({"create index " + schema + name, "CREATE INDEX " + name + " ON " + where +
                                                         " (" + std::string(index.columns) + ")"});
  }
}

// What was folded is not all that there is to fold.
void plan_refold(const std::set<std::size_t>& groups, Plan& plan) {
  const auto checkpoints = "public." + std::string(kCheckpointTable);
  for (const auto group : groups) {
    const auto name = std::string(projections::groups()[group].name);
    plan.push_back({"fold " + name + " again", "UPDATE " + checkpoints +
                                                   " SET read_model_version = '' WHERE group_name "
                                                   "= '" +
                                                   name + "'"});
  }
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
  if (!catalog.has_beside_schema)
    plan.push_back({"create schema " + std::string(kBesideSchema),
                    "CREATE SCHEMA " + std::string(kBesideSchema)});
  std::set<std::size_t> changed;
  for (std::size_t i = 0; i < projections::tables().size(); ++i) {
    const auto& table = projections::tables()[i];
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
    if (plan_home(catalog, table, foreign, plan)) changed.insert(projections::group_of_table(i));
    plan_beside(catalog, table, plan);
    plan_indexes(catalog, table, home(table, foreign), plan);
    if (foreign) plan_foreign(catalog, table, plan);
  }
  if (catalog.has("public." + std::string(kCheckpointTable), "group_name"))
    plan_refold(changed, plan);
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
