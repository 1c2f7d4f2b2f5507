// Every read model, in the order they see an event. To add one: write its file, name it in
// AllProjections, change kReadModelVersion.
#pragma once
#include <string_view>

#include <boost/mp11.hpp>

#include "projections/assignments.h"
#include "projections/coaches.h"
#include "projections/competitors.h"
#include "projections/disclosed.h"
#include "projections/drift.h"
#include "projections/flash_events.h"
#include "projections/memberships.h"
#include "projections/open_work.h"
#include "projections/owners.h"
#include "projections/password_resets.h"
#include "projections/projection.h"
#include "projections/solves.h"
#include "projections/stats.h"
#include "projections/sync_state.h"
#include "projections/teams.h"

namespace lockstep::projections {

/// The order matters where one reads another's rows: memberships, open work and disclosed read
/// competitors and coaches as they are after the event, stats read solves and Flash events as they
/// were before it.
using AllProjections = boost::mp11::mp_list<Coaches, Competitors, Teams, Memberships, Stats, Solves,
                                            FlashEvents, SyncState, OpenWork, Assignments, Drift,
                                            Owners, Disclosed, PasswordResets>;

/// Stored with every checkpoint. Changed = the rows are rebuilt from position 0.
inline constexpr std::string_view kReadModelVersion = "7";

/// Feeds one event to every projection. `event` is the decoded `stored`.
void project_all(RowAccess& rows, const events::StoredEvent& stored, const events::AnyEvent& event);

}  // namespace lockstep::projections
