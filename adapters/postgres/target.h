// Where the rows of one exported table go, and the statements that bring them there.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/postgres/catalog.h"
#include "projections/row_cache.h"

namespace lockstep::postgres {

struct Target {
  std::size_t table = 0;  ///< Index into projections::tables().
  std::string where;      ///< Our full rows.
  std::string find;
  std::string upsert;
  std::string erase;
  std::string update_foreign;        ///< Empty: there is nothing of the dashboard's to update.
  std::string clear_foreign;         ///< Empty: likewise.
  bool clear_before_update = false;  ///< Rows of another team may show what is no longer so.
};

/// One per exported table. Errc::corrupt `postgres-schema-missing` when a table or column is
/// missing.
Result<std::vector<Target>> make_targets(const Catalog& catalog);

/// Writes a table's changes. Adds the dashboard's rows that were not there to `missing`.
Result<void> write_changes(libpq::PgConnection& connection, const Target& target,
                           const projections::RowCache::Changes& changes, std::int64_t& missing);

}  // namespace lockstep::postgres
