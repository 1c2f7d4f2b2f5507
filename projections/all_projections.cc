// The list of read models at work.
#include "projections/all_projections.h"

#include <algorithm>

namespace lockstep::projections {

const std::vector<GroupInfo>& groups() {
  static const auto kGroups = [] {
    std::vector<GroupInfo> out;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, AllGroups>>(
        [&](auto group) { out.push_back(info_of<typename decltype(group)::type>()); });
    return out;
  }();
  return kGroups;
}

std::optional<std::size_t> find_group(std::string_view name) {
  const auto found = std::ranges::find(groups(), name, &GroupInfo::name);
  if (found == groups().end()) return std::nullopt;
  return static_cast<std::size_t>(found - groups().begin());
}

std::size_t group_of_table(std::size_t table) {
  static const auto kOwners = [] {
    std::vector<std::size_t> out(tables().size());
    for (std::size_t group = 0; group < groups().size(); ++group)
      for (const auto index : groups()[group].tables) out[index] = group;
    return out;
  }();
  return kOwners[table];
}

void project_all(const RowAccess& rows, const events::StoredEvent& stored,
                 const events::AnyEvent& event) {
  const auto meta = meta_of(stored);
  for (const auto& group : groups()) group.apply(rows, meta, event);
}

}  // namespace lockstep::projections
