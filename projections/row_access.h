// What a projection sees of a store: rows by key, inside one transaction. The runner owns the
// transaction and commits rows and checkpoint together (ARCHITECTURE.md, invariant 7).
#pragma once
#include <optional>
#include <utility>
#include <variant>

#include "events/result.h"
#include "projections/rows.h"

namespace lockstep::projections {

/// One thread. Reads see earlier writes of the same transaction. A failure is remembered by the
/// store and makes the commit fail, so projections stay free of error handling.
class RowAccess {
 public:
  RowAccess() = default;
  RowAccess(const RowAccess&) = delete;
  RowAccess& operator=(const RowAccess&) = delete;
  virtual ~RowAccess() = default;

  /// The stored row whose key members equal those of `key`.
  virtual std::optional<AnyRow> find(const AnyRow& key) = 0;
  virtual void put(AnyRow row) = 0;  ///< Insert or replace.
  virtual void erase(const AnyRow& key) = 0;

  template <class Row>
  std::optional<Row> get(const Row& key) {
    auto found = find(AnyRow{key});
    if (!found) return std::nullopt;
    return std::get<Row>(std::move(*found));
  }
};

}  // namespace lockstep::projections
