// Who is there and who is on which team: coaches, competitors, teams, memberships.
#pragma once
#include <string_view>

#include "projections/projection.h"
#include "projections/roster/rows.h"

namespace lockstep::projections {

struct Roster {
  static constexpr std::string_view kName = "roster";
  static constexpr std::string_view kVersion = "3";
  using Rows = RosterTables;
  using Inputs = boost::mp11::mp_append<events::CoachEvent, events::CompetitorEvent,
                                        events::TeamEvent>;  ///< Every one moves a version.
  static void apply(const RosterRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
