// Rows in memory, for tests of projections: what a store does, without one.
#pragma once
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "projections/rows.h"
#include "projections/tables/cached_table.h"

namespace lockstep::testing_support {

template <class Row>
class MemoryTable final : public projections::Table<Row> {
 public:
  const Row* find(const Row& key) override {
    const auto found = rows_.find(projections::key_text(key));
    return found == rows_.end() ? nullptr : &found->second;
  }
  void put(Row row) override {
    auto key = projections::key_text(row);
    rows_.insert_or_assign(std::move(key), std::move(row));
  }
  void erase(const Row& key) override { rows_.erase(projections::key_text(key)); }
  [[nodiscard]] std::vector<Row> all() const {
    std::vector<Row> out;
    for (const auto& [key, row] : rows_) out.push_back(row);
    return out;
  }

 private:
  std::map<std::string, Row> rows_;
};

class MemoryRows {
 public:
  operator projections::RowAccess() {  // NOLINT: it is one.
    return std::apply([](auto&... table) { return projections::RowAccess{table...}; }, tables_);
  }
  template <class Row>
  std::optional<Row> get(const Row& key) {
    return projections::RowAccess{*this}.get(key);
  }
  template <class Row>
  [[nodiscard]] std::vector<Row> all() const {
    return std::get<MemoryTable<Row>>(tables_).all();
  }
  /// How many rows a table has.
  template <class Row>
  [[nodiscard]] std::size_t count() const {
    return all<Row>().size();
  }

 private:
  boost::mp11::mp_rename<boost::mp11::mp_transform<MemoryTable, projections::AllTables>, std::tuple>
      tables_;
};

}  // namespace lockstep::testing_support
