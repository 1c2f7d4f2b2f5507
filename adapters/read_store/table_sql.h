// The SQL of the tables, generated from their schemas (projections/tables/row_codec.h).
#pragma once
#include <cstddef>
#include <string>

#include "projections/rows.h"

namespace lockstep::read_store {

/// What a table is called that is made anew beside the one that is read: its name with this.
inline constexpr const char* kBeside = "__next";

/// The bookkeeping of an empty file. Also its fingerprint: another text = another layout.
const std::string& bookkeeping_sql();
/// The group's tables in full, its indexes too. Also their fingerprint.
std::string group_sql(std::size_t group);

std::string table_name(const projections::TableSchema& table, bool beside);
std::string create_table_sql(const projections::TableSchema& table, bool beside);

/// `a, b, c`, each with `prefix` before it.
std::string column_list(const projections::TableSchema& table, std::size_t count,
                        const std::string& prefix = "");
std::string select_sql(const projections::TableSchema& table,
                       bool beside = false);  ///< Without a WHERE.
std::string find_sql(const projections::TableSchema& table, bool beside = false);
std::string upsert_sql(const projections::TableSchema& table, bool beside);
std::string erase_sql(const projections::TableSchema& table, bool beside);

}  // namespace lockstep::read_store
