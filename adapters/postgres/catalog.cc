// Reads the system catalogs of Postgres.
#include "adapters/postgres/catalog.h"

#include "adapters/postgres/table_sql.h"

namespace lockstep::postgres {

namespace {

constexpr const char* kColumns = R"sql(
  SELECT n.nspname || '.' || c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
         a.attnotnull
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('public', 'lockstep', 'lockstep_next') AND c.relkind IN ('r', 'p')
    AND a.attnum > 0 AND NOT a.attisdropped)sql";

std::string in_public(std::string_view table) {
  return "public." + std::string(table);
}

}  // namespace

bool Catalog::has(const std::string& table, std::string_view column) const {
  const auto found = tables.find(table);
  return found != tables.end() && found->second.contains(std::string(column));
}

bool Catalog::is_foreign(std::string_view table) const {
  const auto known = owned.find(std::string(table));
  if (known != owned.end()) return !known->second;
  return has(in_public(table));
}

Result<Catalog> read_catalog(libpq::PgConnection& connection) {
  Catalog out;
  LOCKSTEP_TRY(const auto columns, connection.query(kColumns));
  for (int i = 0; i < columns.size(); ++i)
    out.tables[columns.text(i, 0).value_or("")][columns.text(i, 1).value_or("")] = {
        columns.text(i, 2).value_or(""), columns.text(i, 3) == "t"};
  LOCKSTEP_TRY(const auto schema,
               connection.query("SELECT nspname FROM pg_catalog.pg_namespace "
                                "WHERE nspname IN ('lockstep', 'lockstep_next')"));
  for (int i = 0; i < schema.size(); ++i)
    (schema.text(i, 0) == kBesideSchema ? out.has_beside_schema : out.has_schema) = true;
  if (out.has(in_public(kTablesTable))) {
    LOCKSTEP_TRY(const auto rows,
                 connection.query("SELECT name, owned FROM " + in_public(kTablesTable)));
    for (int i = 0; i < rows.size(); ++i)
      out.owned[rows.text(i, 0).value_or("")] = rows.text(i, 1) == "t";
  }
  LOCKSTEP_TRY(const auto indexes,
               connection.query("SELECT schemaname || '.' || indexname FROM pg_catalog.pg_indexes "
                                "WHERE schemaname IN ('public', 'lockstep')"));
  for (int i = 0; i < indexes.size(); ++i) out.indexes.insert(indexes.text(i, 0).value_or(""));
  return out;
}

}  // namespace lockstep::postgres
