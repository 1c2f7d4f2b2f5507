#include "projections/rows.h"

#include "projections/tables/row_codec.h"

namespace lockstep::projections {

const std::vector<TableSchema>& tables() {
  static const auto kTables = [] {
    std::vector<TableSchema> out;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, AllTables>>(
        [&](auto row) { out.push_back(schema_of<typename decltype(row)::type>()); });
    return out;
  }();
  return kTables;
}

}  // namespace lockstep::projections
