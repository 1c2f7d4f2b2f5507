// The SQL of the exported tables, generated from their schemas (projections/rows.h).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "projections/rows.h"

namespace lockstep::postgres {

/// Bookkeeping tables of our own, in `public`.
inline constexpr std::string_view kCheckpointTable = "lockstep_checkpoint";
inline constexpr std::string_view kTablesTable = "lockstep_tables";
inline constexpr std::string_view kMigrationsTable = "lockstep_migrations";

/// Where a table's full rows live: in `public` when we made the table, else beside the dashboard's.
std::string home(const projections::TableSchema& table, bool foreign);
/// Where they are made anew, beside those that are read.
std::string beside(const projections::TableSchema& table);
inline constexpr std::string_view kBesideSchema = "lockstep_next";

/// The columns that we may change in a table of the dashboard (product.md section 5).
std::vector<projections::Column> shared_columns(const projections::TableSchema& table);

std::string create_table_sql(const projections::TableSchema& table, const std::string& where);
/// For a column that is added to a table with rows: never NOT NULL.
std::string add_column_sql(const std::string& where, const projections::Column& column);

std::string find_sql(const projections::TableSchema& table, const std::string& where);
std::string select_all_sql(const projections::TableSchema& table, const std::string& where);
/// Parameters: one array per column.
std::string upsert_sql(const projections::TableSchema& table, const std::string& where);
/// Parameters: one array per key column.
std::string erase_sql(const projections::TableSchema& table, const std::string& where);

/// A column of the dashboard's table and the type it has there.
struct ForeignColumn {
  std::string name;
  std::string type;
};
/// Updates `changed` columns of the dashboard's rows. Parameters: one array per column of `table`.
/// Matches by the columns `matched`.
std::string update_foreign_sql(const projections::TableSchema& table,
                               const std::vector<ForeignColumn>& matched,
                               const std::vector<ForeignColumn>& changed);
/// Empties `changed` columns of the rows with these keys. Parameters: one array per key column.
std::string clear_foreign_sql(const projections::TableSchema& table,
                              const std::vector<ForeignColumn>& matched,
                              const std::vector<ForeignColumn>& changed);

/// Makes the rows of `where` what those beside are, touching only what differs: two statements.
std::string take_over_changed_sql(const projections::TableSchema& table, const std::string& where);
std::string take_over_gone_sql(const projections::TableSchema& table, const std::string& where);
/// The same for the dashboard's rows, by our full rows in `where` and those beside. No parameters.
std::string take_over_foreign_sql(const projections::TableSchema& table,
                                  const std::vector<ForeignColumn>& matched,
                                  const std::vector<ForeignColumn>& changed);
std::string clear_gone_foreign_sql(const projections::TableSchema& table, const std::string& where,
                                   const std::vector<ForeignColumn>& matched,
                                   const std::vector<ForeignColumn>& changed);

}  // namespace lockstep::postgres
