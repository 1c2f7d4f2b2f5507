// Write-back cache of rows, shared by the stores.
#include "projections/row_cache.h"

#include <utility>

namespace lockstep::projections {

std::optional<AnyRow> RowCache::find(const AnyRow& key) {
  const auto text = key_text(key);
  if (const auto found = entries_.find(text); found != entries_.end()) return found->second.row;
  if (failure_) return std::nullopt;
  auto loaded = load_(key);
  if (!loaded) {
    failure_ = loaded.error();
    return std::nullopt;
  }
  auto& entry = entries_[text];
  entry.table = key.index();
  entry.row = std::move(loaded).value();
  return entry.row;
}

RowCache::Entry& RowCache::change(std::size_t table, const std::string& key) {
  auto& entry = entries_[key];
  entry.table = table;
  if (!entry.changed) changed_.push_back(&entry);
  entry.changed = true;
  return entry;
}

void RowCache::put(AnyRow row) {
  auto& entry = change(row.index(), key_text(row));
  entry.row = std::move(row);
  entry.erased_key.reset();
}

void RowCache::erase(const AnyRow& key) {
  auto& entry = change(key.index(), key_text(key));
  entry.row.reset();
  entry.erased_key = key_values(key);
}

Result<std::vector<RowCache::Changes>> RowCache::changes() const {
  if (failure_) return *failure_;
  std::vector<Changes> out(tables().size());
  for (const auto* entry : changed_) {
    if (entry->row)
      out[entry->table].put.push_back(to_values(*entry->row));
    else if (entry->erased_key)
      out[entry->table].erased.push_back(*entry->erased_key);
  }
  return out;
}

void RowCache::committed() {
  if (entries_.size() > capacity_) return forget();
  for (auto* entry : changed_) {
    entry->changed = false;
    entry->erased_key.reset();
  }
  changed_.clear();
}

void RowCache::forget() {
  changed_.clear();
  entries_.clear();
  failure_.reset();
}

}  // namespace lockstep::projections
