#include "engine/effects/open_work_rows.h"

namespace lockstep::effects {

using projections::OpenWorkRow;

const OpenWorkRow* OpenWorkRows::find(const OpenWorkRow& key) {
  return row({key.subject, key.kind});
}

void OpenWorkRows::put(OpenWorkRow row) {
  const WorkKey key{row.subject, row.kind};
  rows_.insert_or_assign(key, std::move(row));
  changed_.insert(key);
}

void OpenWorkRows::erase(const OpenWorkRow& row) {
  const WorkKey key{row.subject, row.kind};
  if (rows_.erase(key) > 0) changed_.insert(key);
}

std::vector<WorkKey> OpenWorkRows::keys() const {
  std::vector<WorkKey> out;
  out.reserve(rows_.size());
  for (const auto& [key, row] : rows_) out.push_back(key);
  return out;
}

const OpenWorkRow* OpenWorkRows::row(const WorkKey& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() ? nullptr : &found->second;
}

}  // namespace lockstep::effects
