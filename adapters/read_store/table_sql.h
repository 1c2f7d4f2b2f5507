// The SQL of the tables, generated from their schemas (projections/row_codec.h).
#pragma once
#include <string>

#include "projections/row_codec.h"

namespace lockstep::read_store {

/// Everything that is created in an empty file. Also its fingerprint: another text = other tables.
const std::string& create_sql();

/// `a, b, c`, each with `prefix` before it.
std::string column_list(const projections::TableSchema& table, std::size_t count,
                        const std::string& prefix = "");
std::string select_sql(const projections::TableSchema& table);  ///< Without a WHERE.
std::string find_sql(const projections::TableSchema& table);
std::string upsert_sql(const projections::TableSchema& table);
std::string erase_sql(const projections::TableSchema& table);

}  // namespace lockstep::read_store
