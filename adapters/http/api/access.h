// Who may see what: coaches their own, admins and services everything. What is somebody else's is
// not there (404), so that ids cannot be probed.
#pragma once
#include <optional>

#include "adapters/http/api/api.h"

namespace lockstep::http {

// What is not there may only not be there yet: these wait (bounded) for the read model to reach the
// log's head and look again, on a new page. Errc::unavailable when it does not get there, so that
// nobody is told of an absence that is none.
Result<projections::CoachRow> visible_coach(Call& call, const CoachId& id);
Result<projections::CompetitorRow> visible_competitor(Call& call, const CompetitorId& id);
Result<projections::TeamRow> visible_team(Call& call, const TeamId& id);

/// What a caller is told of an error. An entity that refuses says of what it is none; a coach, to
/// whom another's is refused likewise, hears the same of everything that is not there.
Error as_told(const Call& call, Error error);
/// What an operator has to mend, without where and how: a coach can do nothing about it.
Error without_operators_words(Error error);

/// From when on the caller may see what happened to it: what was before it became a coach's own is
/// not for the coach to see. None: it is not the caller's.
Result<std::optional<Position>> visible_since(Call& call, const StreamId& stream);

/// The present row before facts are recorded over it: none when there is none, or when it is
/// somebody else's, which their entity then refuses. Another coach is Errc::not_found.
Result<std::optional<projections::CoachRow>> present_coach(Call& call, const CoachId& id);
Result<std::optional<projections::CompetitorRow>> present_competitor(Call& call,
                                                                     const CompetitorId& id);
Result<std::optional<projections::TeamRow>> present_team(Call& call, const TeamId& id);

/// Whether something may be recorded as this coach's: the coach exists and the caller may.
Result<bool> may_belong_to(Call& call, const CoachId& coach);

/// The coach that a list is about: a coach's own always, else what the query says, else everybody.
Answered<std::optional<CoachId>> coach_scope(const Call& call);

/// From here on everything that is read for this answer is of one moment: call.page->position().
Result<void> open_page(Call& call);

/// Waits (bounded) until the read model reflects everything up to `position`, which is in the log.
/// Errc::unavailable when it does not get there.
Result<void> reach(Call& call, Position position);
/// The same for everything that is in the log now.
Result<void> catch_up(Call& call);

}  // namespace lockstep::http
