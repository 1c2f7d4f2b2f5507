// Open work in memory, keyed as the open_work table is.
#pragma once
#include <cstddef>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "engine/effects/work_key.h"
#include "projections/vendor_work/rows.h"

namespace lockstep::effects {

/// The table of open work in memory.
class OpenWorkRows final : public projections::Table<projections::OpenWorkRow> {
 public:
  const projections::OpenWorkRow* find(const projections::OpenWorkRow& key) override;
  void put(projections::OpenWorkRow row) override;
  void erase(const projections::OpenWorkRow& key) override;
  /// Those that came, changed or went since it was last asked.
  [[nodiscard]] std::set<WorkKey> take_changed() { return std::exchange(changed_, {}); }
  [[nodiscard]] const projections::OpenWorkRow* row(const WorkKey& key) const;
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::vector<WorkKey> keys() const;

 private:
  std::map<WorkKey, projections::OpenWorkRow> rows_;
  std::set<WorkKey> changed_;
};

}  // namespace lockstep::effects
