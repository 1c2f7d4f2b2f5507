#include "adapters/read_store/recent_rows.h"

#include <utility>

namespace lockstep::read_store {

namespace {

// The key where it is one text; null: rows of this table are not kept.
const std::string* key_of(std::size_t table, const projections::Values& values) {
  const bool single = projections::tables()[table].key_columns == 1;
  return single ? std::get_if<std::string>(&values.front()) : nullptr;
}

}  // namespace

void RecentRows::doubt(const Changes& changes) {
  const std::unique_lock lock{mutex_};
  for (std::size_t table = 0; table < changes.size(); ++table)
    for (const auto* list : {&changes[table].put, &changes[table].erased})
      for (const auto& values : *list)
        if (const auto* key = key_of(table, values)) rows_[table].erase(*key);
}

// As they are read from the file, not as they were before they were written.
void RecentRows::remember(const Changes& changes) {
  std::vector<std::pair<std::string, projections::AnyRow>> written;
  for (std::size_t table = 0; table < changes.size(); ++table)
    for (const auto& values : changes[table].put)
      if (const auto* key = key_of(table, values))
        if (auto row = projections::from_values(table, values))
          written.emplace_back(*key, *std::move(row));
  const std::unique_lock lock{mutex_};
  for (auto& [key, row] : written) {
    auto& rows = rows_[row.index()];
    if (rows.size() >= capacity_) rows.clear();
    rows.insert_or_assign(std::move(key), std::move(row));
  }
}

void RecentRows::forget_all() {
  const std::unique_lock lock{mutex_};
  for (auto& rows : rows_) rows.clear();
}

}  // namespace lockstep::read_store
