// What all_projections.h says of a group, made from its struct. Included by the group's own file
// alone, which ends with `template GroupInfo info_of<ItsStruct>();`
#pragma once
#include <string_view>

#include <boost/mp11.hpp>

#include "projections/all_projections.h"
#include "projections/projection.h"
#include "projections/rows.h"

namespace lockstep::projections {

// Without the version: an older one is decoded into the newest.
inline std::string_view kind_of(std::string_view type) {
  return type.substr(0, type.rfind('.'));
}

template <class G>
bool wants(std::string_view type) {
  const auto kind = kind_of(type);
  bool out = false;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, typename G::Inputs>>(
      [&](auto input) { out = out || kind_of(decltype(input)::type::kType) == kind; });
  return out;
}

template <class G>
GroupInfo info_of() {
  static_assert(Group<G>);
  GroupInfo out{.name = G::kName,
                .version = G::kVersion,
                .wants = wants<G>,
                .apply = [](const RowAccess& rows, const EventMeta& meta,
                            const events::AnyEvent& event) { G::apply(rows, meta, event); }};
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, typename G::Rows>>(
      [&](auto row) {
        using Row = typename decltype(row)::type;
        out.tables.push_back(kTableIndex<Row>);
        out.exported = out.exported || Row::kExported == Exported::yes;
      });
  return out;
}

}  // namespace lockstep::projections
