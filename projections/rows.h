// The read model: one struct per table, one member per column, in order. The first kKeyColumns
// members are the primary key. The embedded store and Postgres have the same tables by
// construction: names are defined in <group>/rows.h and nowhere else (lessons.md). Column names of
// the tables that the dashboard knows are those of the original integration document.
#pragma once
#include <cstddef>
#include <vector>

#include <boost/mp11.hpp>

#include "projections/accounts/rows.h"
#include "projections/disclosed/rows.h"
#include "projections/drift/rows.h"
#include "projections/owners/rows.h"
#include "projections/password_resets/rows.h"
#include "projections/roster/rows.h"
#include "projections/scores/rows.h"
#include "projections/tables/table.h"
#include "projections/tables/values.h"
#include "projections/vendor_work/rows.h"

namespace lockstep::projections {

/// Every table of every group.
using AllTables =
    boost::mp11::mp_append<RosterTables, ScoresTables, WorkTables, DriftTables, DisclosedTables,
                           OwnersTables, PasswordResetsTables, AccountsTables>;

/// All of them at once, as a store hands them to the folds.
using RowAccess = RowsOf<AllTables>;

template <class Row>
inline constexpr std::size_t kTableIndex = boost::mp11::mp_find<AllTables, Row>::value;

/// Their columns, in the order of AllTables.
const std::vector<TableSchema>& tables();

}  // namespace lockstep::projections
