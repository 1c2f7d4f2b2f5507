// What a database has: our tables, the dashboard's, and their columns.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "adapters/libpq/pg_connection.h"

namespace lockstep::postgres {

struct CatalogColumn {
  std::string type;  ///< As Postgres writes it, e.g. `character varying(40)`.
  bool not_null = false;
};

struct Catalog {
  std::map<std::string, std::map<std::string, CatalogColumn>> tables;  ///< By `schema.table`.
  std::map<std::string, bool> owned;  ///< By table: made by us? As lockstep_tables says.
  bool has_schema = false;            ///< The schema `lockstep`.
  bool has_beside_schema = false;     ///< The schema `lockstep_next`.
  std::set<std::string> indexes;      ///< By `schema.index`.

  [[nodiscard]] bool has(const std::string& table) const { return tables.contains(table); }
  [[nodiscard]] bool has(const std::string& table, std::string_view column) const;
  /// Of a table that lockstep_tables does not name yet: found = the dashboard's.
  [[nodiscard]] bool is_foreign(std::string_view table) const;
};

Result<Catalog> read_catalog(libpq::PgConnection& connection);

}  // namespace lockstep::postgres
