// Rows that were written lately, for those who ask for one by its key: what a command looks at was
// mostly changed by the command before it. What is not here is in the file.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "projections/rows.h"
#include "projections/tables/cached_table.h"

namespace lockstep::read_store {

/// Of tables that are asked for one row by its key. Any thread.
class RecentRows {
 public:
  using Tables =
      boost::mp11::mp_list<projections::CoachRow, projections::CompetitorRow, projections::TeamRow,
                           projections::MembershipRow, projections::SyncStateRow,
                           projections::StatsRow, projections::PasswordResetRow>;
  template <class Row>
  static constexpr bool keeps() {
    return boost::mp11::mp_contains<Tables, Row>::value;
  }

  /// `capacity`: of each table. Beyond, all of the table is forgotten.
  explicit RecentRows(std::size_t capacity) : capacity_(capacity) {}

  template <class Row>
  [[nodiscard]] std::optional<Row> find(const std::string& key) const {
    const base::ReadLock lock{mutex_};
    const auto& rows = of<Row>();
    const auto found = rows.find(key);
    if (found == rows.end()) return std::nullopt;
    return found->second;
  }

  /// These are about to be written: until it is known how that ends, the file is asked.
  template <class Row>
  void doubt(const typename projections::CachedTable<Row>::Changes& changes) {
    const base::WriteLock lock{mutex_};
    auto& rows = of<Row>();
    for (const auto* list : {&changes.put, &changes.erased})
      for (const auto* row : *list) rows.erase(projections::key_text(*row));
  }
  /// They have been. Kept as they are read from the file, not as they were before they were
  /// written.
  template <class Row>
  void remember(const typename projections::CachedTable<Row>::Changes& changes) {
    std::vector<std::pair<std::string, Row>> written;
    for (const auto* row : changes.put)
      if (auto as_read = projections::from_values<Row>(projections::to_values(*row)))
        written.emplace_back(projections::key_text(*row), *std::move(as_read));
    const base::WriteLock lock{mutex_};
    auto& rows = of<Row>();
    for (auto& [key, row] : written) {
      if (rows.size() >= capacity_) rows.clear();
      rows.insert_or_assign(std::move(key), std::move(row));
    }
  }
  template <class Row>
  void forget() {
    const base::WriteLock lock{mutex_};
    of<Row>().clear();
  }

 private:
  template <class Row>
  using ByKey = std::unordered_map<std::string, Row>;
  using AllByKey = boost::mp11::mp_rename<boost::mp11::mp_transform<ByKey, Tables>, std::tuple>;

  template <class Row>
  auto& of() LOCKSTEP_REQUIRES(mutex_) {
    static_assert(Row::kKeyColumns == 1);
    return std::get<ByKey<Row>>(rows_);
  }
  template <class Row>
  const auto& of() const LOCKSTEP_REQUIRES_SHARED(mutex_) {
    return std::get<ByKey<Row>>(rows_);
  }

  const std::size_t capacity_;
  mutable base::SharedMutex mutex_;
  AllByKey rows_ LOCKSTEP_GUARDED_BY(mutex_);
};

}  // namespace lockstep::read_store
