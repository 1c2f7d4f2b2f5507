// Who may see what: a coach his own, admins and services everything. What is somebody else's is not
// there (404), so that ids cannot be probed.
#pragma once
#include <optional>

#include "adapters/http/api.h"

namespace lockstep::http {

/// `fresh`: when it is not there, wait (bounded) for the read model to reach the log's head and
/// look again. For commands, which may follow right after the one that made it.
enum class Freshness : bool { as_is, fresh };

Result<projections::CoachRow> visible_coach(Call& call, const CoachId& id, Freshness freshness);
Result<projections::CompetitorRow> visible_competitor(Call& call, const CompetitorId& id,
                                                      Freshness freshness);
Result<projections::TeamRow> visible_team(Call& call, const TeamId& id, Freshness freshness);

/// From when on the caller may see what happened to it: what was before it became a coach's own is
/// not his to see. None: it is not his.
Result<std::optional<Position>> visible_since(Call& call, const StreamId& stream);

/// The present row before facts are recorded over it: none when there is none, Errc::not_found when
/// it is somebody else's.
Result<std::optional<projections::CoachRow>> present_coach(Call& call, const CoachId& id);
Result<std::optional<projections::CompetitorRow>> present_competitor(Call& call,
                                                                     const CompetitorId& id);
Result<std::optional<projections::TeamRow>> present_team(Call& call, const TeamId& id);

/// Whether something may be recorded as belonging to this coach: he exists and the caller may.
Result<bool> may_belong_to(Call& call, const CoachId& coach);

/// The coach that a list is about: a coach's own always, else what the query says, else everybody.
Answered<std::optional<CoachId>> coach_scope(const Call& call);

/// From here on everything that is read for this answer is of one moment: call.page->position().
Result<void> open_page(Call& call);

/// Waits (bounded) until the read model reflects everything up to `position`, which is in the log.
/// Errc::unavailable when it does not get there.
Result<void> reach(Call& call, Position position);
/// Waits (bounded) until the read model reflects everything that is in the log now.
void catch_up(Call& call);

}  // namespace lockstep::http
