// Every group of read models, without what they are made of. To add one: write its folder, name it
// in groups.h and its rows in rows.h. To change what one folds: change its kVersion.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <boost/mp11.hpp>

#include "projections/groups.h"
#include "projections/projection.h"
#include "projections/rows.h"

namespace lockstep::projections {

/// A group by its place in AllGroups.
struct GroupInfo {
  std::string_view name{};
  std::string_view version{};
  std::vector<std::size_t> tables{};  ///< Indexes into tables().
  bool exported{};                    ///< Some of them are in Postgres, too.
  bool (*wants)(std::string_view type){};
  void (*apply)(const RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event){};
};

/// In group_info.h, for each group's own file.
template <class G>
GroupInfo info_of();

const std::vector<GroupInfo>& groups();

std::optional<std::size_t> find_group(std::string_view name);
/// Whose table it is.
std::size_t group_of_table(std::size_t table);

inline EventMeta meta_of(const events::StoredEvent& stored) {
  return {stored.position, stored.version, stored.recorded_at, stored.stream};
}

/// Feeds one event to every group. `event` is the decoded `stored`.
void project_all(const RowAccess& rows, const events::StoredEvent& stored,
                 const events::AnyEvent& event);

}  // namespace lockstep::projections
