#include "projections/roster/roster.h"

#include "projections/group_info.h"
#include "projections/roster/coaches.h"
#include "projections/roster/competitors.h"
#include "projections/roster/memberships.h"
#include "projections/roster/teams.h"

namespace lockstep::projections {

// Memberships read the competitor as it is after the event.
void Roster::apply(const RosterRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  Coaches::apply(rows, meta, event);
  Competitors::apply(rows, meta, event);
  Teams::apply(rows, meta, event);
  Memberships::apply(rows, meta, event);
}

template GroupInfo info_of<Roster>();

}  // namespace lockstep::projections
