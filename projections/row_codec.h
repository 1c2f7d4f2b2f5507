// Rows to column values and back, by description of their members (rows.h). Both stores build their
// DDL, upserts and reads from these tables, so that a column's name exists once. Values are made to
// fit every store: what one store could not hold would stop the export for ever (lessons.md,
// poison).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "base/canonical_json.h"
#include "base/text.h"
#include "projections/rows.h"

namespace lockstep::projections {

using base::canonical_json;
using base::clean_text;

enum class ColumnType : std::uint8_t {
  boolean,
  integer,
  text,
  json,
  millis,  ///< Our clock: milliseconds since the epoch.
  seconds  ///< The vendor's clock: seconds since the epoch.
};

/// canonical_json() of a JSON value. A JSON null is a null column.
struct JsonText {
  std::string text;
  bool operator==(const JsonText&) const = default;
};

using Value = std::variant<std::monostate, bool, std::int64_t, std::string, JsonText>;
using Values = std::vector<Value>;

struct Column {
  std::string_view name;
  ColumnType type{};
  bool nullable{};
};

struct TableSchema {
  std::string_view name;
  std::vector<Column> columns;  ///< In order of the row's members.
  std::size_t key_columns{};    ///< The first ones are the primary key.
  bool exported{};              ///< Also in Postgres.
};

/// Every table, in the order of AnyRow's alternatives.
const std::vector<TableSchema>& tables();

template <class Row>
inline constexpr std::size_t kTableIndex = boost::mp11::mp_find<AnyRow, Row>::value;

Values to_values(const AnyRow& row);
/// The key columns only.
Values key_values(const AnyRow& row);
/// Table and key as one string: equal for rows that replace each other.
std::string key_text(const AnyRow& row);
/// `table` is an index into tables(). None when the values do not fit the row.
std::optional<AnyRow> from_values(std::size_t table, const Values& values);

}  // namespace lockstep::projections
