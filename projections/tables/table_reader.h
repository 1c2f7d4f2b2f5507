// Whole tables as values, for comparing one store with another row by row.
#pragma once
#include <string_view>
#include <vector>

#include "events/result.h"
#include "projections/tables/row_codec.h"

namespace lockstep::projections {

class TableReader {
 public:
  TableReader() = default;
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;
  virtual ~TableReader() = default;

  /// Every row of a table, in byte order of its key. Errc::not_found when the store does not have
  /// that table.
  virtual Result<std::vector<Values>> rows_of(std::string_view table) = 0;
};

}  // namespace lockstep::projections
