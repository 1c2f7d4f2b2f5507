// Rows to column values and back, by description of their members. Both stores build their DDL,
// upserts and reads from these tables, so that a column's name exists once.
#pragma once
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "projections/tables/column_codec.h"
#include "projections/tables/table.h"
#include "projections/tables/values.h"

namespace lockstep::projections {

template <class Row>
using RowMembers = boost::describe::describe_members<Row, boost::describe::mod_public>;

template <class Row>
TableSchema schema_of() {
  TableSchema out{Row::kTable, {}, Row::kKeyColumns, Row::kExported == Exported::yes};
  boost::mp11::mp_for_each<RowMembers<Row>>([&](auto member) {
    using Codec = CodecOf<decltype(std::declval<Row>().*member.pointer)>;
    out.columns.push_back({member.name, Codec::kType, Codec::kNullable});
  });
  return out;
}

/// The first `count` columns.
template <class Row>
Values first_values(const Row& row, std::size_t count) {
  Values out;
  out.reserve(count);
  boost::mp11::mp_for_each<RowMembers<Row>>([&](auto member) {
    using Codec = CodecOf<decltype(row.*member.pointer)>;
    if (out.size() < count) out.push_back(Codec::write(row.*member.pointer));
  });
  return out;
}

template <class Row>
Values to_values(const Row& row) {
  return first_values(row, boost::mp11::mp_size<RowMembers<Row>>::value);
}
/// The key columns only.
template <class Row>
Values key_values(const Row& row) {
  return first_values(row, Row::kKeyColumns);
}

/// None when the values do not fit the row.
template <class Row>
std::optional<Row> from_values(const Values& values) {
  Row row{};
  std::size_t next = 0;
  bool good = values.size() == boost::mp11::mp_size<RowMembers<Row>>::value;
  boost::mp11::mp_for_each<RowMembers<Row>>([&](auto member) {
    using Codec = CodecOf<decltype(row.*member.pointer)>;
    good = good && Codec::read(values[next++], row.*member.pointer);
  });
  if (!good) return std::nullopt;
  return row;
}

}  // namespace lockstep::projections
