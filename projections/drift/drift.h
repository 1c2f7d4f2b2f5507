// What did the reconciliations find, and which removals wait for an admin?
#pragma once
#include <string_view>

#include "projections/drift/rows.h"
#include "projections/projection.h"

namespace lockstep::projections {

struct Drift {
  static constexpr std::string_view kName = "drift";
  static constexpr std::string_view kVersion = "3";
  using Rows = DriftTables;
  using Inputs = boost::mp11::mp_append<
      boost::mp11::mp_remove<boost::mp11::mp_rename<events::PlatformEvent, boost::mp11::mp_list>,
                             events::PlatformAccountsDecided>,
      events::CompetitorTeamChanges>;
  static void apply(const DriftRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
