// Column values as Postgres takes and gives them: as text, whole columns at a time as array
// literals.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapters/libpq/pg_connection.h"
#include "projections/tables/values.h"

namespace lockstep::postgres {

/// The column type, e.g. `timestamptz`.
std::string type_name(projections::ColumnType type);

/// One value as text; none for null.
std::optional<std::string> to_text(const projections::Value& value, projections::ColumnType type);

/// The array literal of column `column` of all rows, for `unnest`.
std::string to_array(const std::vector<projections::Values>& rows, std::size_t column,
                     projections::ColumnType type);

/// How a column is selected so that from_text() can read it.
std::string select_expression(const projections::Column& column);
projections::Value from_text(std::optional<std::string> text, projections::ColumnType type);

}  // namespace lockstep::postgres
