// What both stores put between the projections and their tables: rows that were read or written
// stay in memory, changes are written once per transaction, each row at most once (lessons.md: the
// same key twice in one batch stopped every sync for 18 days).
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/row_access.h"
#include "projections/row_codec.h"

namespace lockstep::projections {

/// One thread. Rows stay valid between transactions as long as nobody else writes the tables.
class RowCache : public RowAccess {
 public:
  /// Reads a row from the store; called at most once per row while it is cached.
  using Load = std::function<Result<std::optional<AnyRow>>(const AnyRow& key)>;

  /// `capacity`: rows kept from one transaction to the next.
  RowCache(Load load, std::size_t capacity) : load_(std::move(load)), capacity_(capacity) {}

  std::optional<AnyRow> find(const AnyRow& key) override;
  void put(AnyRow row) override;
  void erase(const AnyRow& key) override;

  /// The changes of one table, each key in one of the two lists at most.
  struct Changes {
    std::vector<Values> put;     ///< All columns.
    std::vector<Values> erased;  ///< Key columns.
  };
  /// What is to be written, by index into tables(); the first failed read if there was one.
  Result<std::vector<Changes>> changes() const;

  /// The changes are in the store.
  void committed();
  /// They are not, or somebody else wrote: everything is read again.
  void forget();
  /// Whether a transaction was begun and neither committed nor forgotten.
  [[nodiscard]] bool dirty() const { return !changed_.empty() || failure_.has_value(); }

 private:
  struct Entry {
    std::optional<AnyRow> row;  ///< None: there is no such row.
    bool changed = false;
    std::optional<Values> erased_key;  ///< Set when the change is an erasure.
    std::size_t table = 0;
  };
  Entry& change(std::size_t table, const std::string& key);

  Load load_;
  std::size_t capacity_;
  std::unordered_map<std::string, Entry> entries_;
  std::vector<Entry*> changed_;  ///< Nodes of an unordered_map stay where they are.
  std::optional<Error> failure_;
};

}  // namespace lockstep::projections
