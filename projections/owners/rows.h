// Whose things are, and since when.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "events/ids.h"
#include "projections/tables/table.h"

namespace lockstep::projections {

/// Whose a competitor or a team is, and since when without a break. Unlike their own rows it stays
/// when nothing else is left of them.
struct OwnerRow {
  static constexpr std::string_view kTable = "stream_owners";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  std::string stream;  ///< E.g. `competitor-<id>`.
  CoachId coach_id;
  Position since{};  ///< Of the event that made it the coach's.
  bool operator==(const OwnerRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(OwnerRow, (), (stream, coach_id, since))

using OwnersTables = boost::mp11::mp_list<OwnerRow>;
using OwnersRows = RowsOf<OwnersTables>;

}  // namespace lockstep::projections
