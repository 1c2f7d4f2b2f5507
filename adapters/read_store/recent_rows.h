// Rows that were written lately, for those who ask for one by its key: what a command looks at was
// mostly changed by the command before it. What is not here is in the file.
#pragma once
#include <array>
#include <cstddef>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "projections/row_cache.h"

namespace lockstep::read_store {

/// Of tables whose key is one text column. Any thread.
class RecentRows {
 public:
  /// By index into tables().
  using Changes = std::vector<projections::RowCache::Changes>;

  /// `capacity`: of each table. Beyond, all of the table is forgotten.
  explicit RecentRows(std::size_t capacity) : capacity_(capacity) {}

  template <class Row>
  std::optional<Row> find(const std::string& key) const {
    static_assert(Row::kKeyColumns == 1);
    const std::shared_lock lock{mutex_};
    const auto& rows = rows_[projections::kTableIndex<Row>];
    const auto found = rows.find(key);
    if (found == rows.end()) return std::nullopt;
    return std::get<Row>(found->second);
  }

  /// These are about to be written: until it is known how that ends, the file is asked.
  void doubt(const Changes& changes);
  /// They have been.
  void remember(const Changes& changes);
  void forget_all();

 private:
  const std::size_t capacity_;
  mutable std::shared_mutex mutex_;
  std::array<std::unordered_map<std::string, projections::AnyRow>,
             std::variant_size_v<projections::AnyRow>>
      rows_;
};

}  // namespace lockstep::read_store
