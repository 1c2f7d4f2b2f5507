// Open work in memory, keyed as the open_work table is.
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/effects/work_key.h"
#include "projections/row_access.h"

namespace lockstep::effects {

/// The rows of the open_work projection. Other rows are not there.
class OpenWorkRows final : public projections::RowAccess {
 public:
  std::optional<projections::AnyRow> find(const projections::AnyRow& key) override;
  void put(projections::AnyRow row) override;
  void erase(const projections::AnyRow& key) override;
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
