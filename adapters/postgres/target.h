// Where the rows of one exported table go, and the statements that bring them there.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/postgres/catalog.h"
#include "projections/rows.h"

namespace lockstep::postgres {

/// The changes of one table, each key in one of the two lists at most.
struct TableChanges {
  std::vector<projections::Values> put;     ///< All columns.
  std::vector<projections::Values> erased;  ///< Key columns.
};

struct Target {
  std::size_t table = 0;  ///< Index into projections::tables().
  std::string where;      ///< Our full rows.
  std::string find;
  std::string upsert;
  std::string erase;
  std::string update_foreign;          ///< Empty: there is nothing of the dashboard's to update.
  std::string clear_foreign;           ///< Empty: likewise.
  bool clear_before_update = false;    ///< Rows of another team may show what is no longer so.
  std::vector<std::string> take_over;  ///< In order: what was made beside becomes what is read.
};

/// One per exported table. Errc::conflict `postgres-schema-missing` when a table or column is
/// missing.
Result<std::vector<Target>> make_targets(const Catalog& catalog);
/// The same tables as they are made anew, where nobody reads them.
std::vector<Target> beside_targets(const std::vector<Target>& read);

/// Writes a table's changes. Adds the dashboard's rows that were not there to `missing`.
Result<void> write_changes(libpq::PgConnection& connection, const Target& target,
                           const TableChanges& changes, std::int64_t& missing);

}  // namespace lockstep::postgres
