// Rows in memory, for tests of projections: what a store does, without one.
#pragma once
#include <map>
#include <string>
#include <utility>

#include "projections/row_access.h"
#include "projections/row_codec.h"

namespace lockstep::testing_support {

class MemoryRows final : public projections::RowAccess {
 public:
  std::optional<projections::AnyRow> find(const projections::AnyRow& key) override {
    const auto found = rows_.find(projections::key_text(key));
    if (found == rows_.end()) return std::nullopt;
    return found->second;
  }
  void put(projections::AnyRow row) override {
    auto key = projections::key_text(row);
    rows_.insert_or_assign(std::move(key), std::move(row));
  }
  void erase(const projections::AnyRow& key) override { rows_.erase(projections::key_text(key)); }

  /// How many rows a table has.
  template <class Row>
  [[nodiscard]] std::size_t count() const {
    std::size_t out = 0;
    for (const auto& [key, row] : rows_) out += std::holds_alternative<Row>(row) ? 1U : 0U;
    return out;
  }

 private:
  std::map<std::string, projections::AnyRow> rows_;
};

}  // namespace lockstep::testing_support
