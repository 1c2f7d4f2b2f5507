// From a row of open work to what has to be done about it: in which lane, and by which operation or
// command.
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "engine/effects/team_places.h"
#include "engine/effects/work_item.h"
#include "engine/process/reconciliation.h"
#include "events/envelope.h"

namespace lockstep::effects {

/// `asked_for`: somebody wants it now, not the clock.
rate::Lane lane_of(projections::WorkKind kind, bool asked_for);

/// The event that opened the work.
struct Intent {
  events::StoredEvent event;
  Position head{};  ///< The end of the log when it was read.
};
/// How far a competitor's ODL scores are known.
struct Cursor {
  /// None: there is no whole answer yet, or something older may be mended.
  std::optional<VendorTime> newest;
};

/// Whose scores are polled, and which account that is for all we know.
struct PolledAccount {
  CompetitorId competitor_id;
  std::optional<MetactfUserId> recorded;
  bool differs = false;  ///< The vendor has answered about another one.
};

bool needs_intent(projections::WorkKind kind);

/// What is known of an earlier try.
struct Tried {
  bool again = false;  ///< It may have been performed before, and nobody knows how that went.
  bool begun = false;  ///< Of a coach's or competitor's account: the log says that it was begun.
};
/// None: there is nothing (left) to do.
std::optional<Undertaking> of_intent(const Intent& intent, const Tried& tried,
                                     const TeamPlaces& places,
                                     const process::RemovalLimits& limits);
/// Incremental where there is a cursor; asked again with an overlap, because the boundary is
/// unknown. Without a filter where that would be before the epoch, or later than `now`.
Undertaking odl_poll(const PolledAccount& account, const Cursor& cursor,
                     std::chrono::seconds overlap, Timestamp now, const std::string& fresh_id);
Undertaking totals_poll(const PolledAccount& account, const std::string& fresh_id);
Undertaking flash_poll(const CompetitorId& id, const std::string& fresh_id);
Undertaking coach_check(const CoachId& id, const std::string& fresh_id);

/// By the clock. `as_of`: whoever changed after it is not compared.
Undertaking reconciliation(Position as_of, const process::RemovalLimits& limits,
                           const std::string& fresh_id);

/// The command of a retry that is due; none for other kinds of work.
std::optional<AnyCommand> due_command(projections::WorkKind kind);
/// `opened_at`: where the event stands that planned it.
Undertaking of_command(AnyCommand command, Position opened_at, Timestamp now);

}  // namespace lockstep::effects
