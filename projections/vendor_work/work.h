// What is still to be done at the vendor, and who may be where there?
#pragma once
#include <string_view>

#include "projections/projection.h"
#include "projections/vendor_work/open_work.h"
#include "projections/vendor_work/rows.h"

namespace lockstep::projections {

struct Work {
  static constexpr std::string_view kName = "work";
  static constexpr std::string_view kVersion = "5";
  using Rows = WorkTables;
  using Inputs = boost::mp11::mp_set_union<OpenWork::Inputs, events::CompetitorTeamChanges>;
  static void apply(const WorkRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
