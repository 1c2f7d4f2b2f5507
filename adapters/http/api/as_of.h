// States as they were (`?asOf=`): the events up to then, folded by the projections into rows of
// this request alone, and shown as the present ones are.
//
// Coaches may look at what is theirs now, back to when it became so; earlier it is not there (404).
#pragma once
#include <optional>

#include "adapters/http/api/api.h"

namespace lockstep::http {

/// The position that the request asks about; of a time that of the last event before it. None: it
/// asks about the present. 400 for what is no position and no time, or lies ahead.
Answered<std::optional<Position>> as_of(const Call& call);

Answered<Answer> past_coach(Call& call, Position at);
Answered<Answer> past_competitor(Call& call, Position at);
Answered<Answer> past_team(Call& call, Position at);

}  // namespace lockstep::http
