// What the vendor was told of whom, compared with what is so here.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "events/ids.h"
#include "projections/tables/table.h"

namespace lockstep::projections {

/// What the vendor has of a coach, competitor or team for all we know: what our call that made it
/// said. Nothing (`has` is null) of what was there before us. Where several calls may have made it,
/// one object of each, without repetition; an empty object: anything. Personal.
struct DisclosedRow {
  static constexpr std::string_view kTable = "platform_disclosed";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  std::string subject;        ///< Stream, e.g. `competitor-<id>`.
  boost::json::value facts;   ///< What is compared, as it is here: an object; null: nothing is.
  boost::json::value newest;  ///< Of the newest call: an object.
  boost::json::value
      undecided;           ///< Of those of which nobody knows whether they were done: objects.
  boost::json::value has;  ///< Objects.
  std::string fields;      ///< Names of those that are otherwise here by now, with commas between.
  Position position{};
  bool account_differs{};  ///< The vendor answers about another account than is recorded.
  bool operator==(const DisclosedRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(DisclosedRow, (),
                      (subject, facts, newest, undecided, has, fields, position, account_differs))

using DisclosedTables = boost::mp11::mp_list<DisclosedRow>;
using DisclosedRows = RowsOf<DisclosedTables>;

}  // namespace lockstep::projections
