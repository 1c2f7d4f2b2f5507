// Column values as every store has them. Values are made to fit every store: what one store could
// not hold would stop the export for ever (lessons.md, poison).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/canonical_json.h"
#include "base/text.h"

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

}  // namespace lockstep::projections
