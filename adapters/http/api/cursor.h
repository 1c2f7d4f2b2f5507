// Opaque cursors of lists. A list is ordered by something that never changes (an id, a version), so
// that paging neither skips nor repeats an item whatever is changed meanwhile; and an id, unlike a
// name, may stand in a URL.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/api/api.h"

namespace lockstep::http {

/// For what follows the item at `place` of the list that is asked for.
std::string cursor_for(const Call& call, std::string_view place);
/// The same, where more follows.
std::optional<std::string> next_cursor(const Call& call, const std::optional<std::string>& place);
/// The place that `?cursor=` goes on from; none: from the beginning. 400 for anything that
/// cursor_for() did not make for this list.
Answered<std::optional<std::string>> place_of_cursor(const Call& call);
/// What is answered when the place in it makes no sense.
Problem no_such_cursor();

}  // namespace lockstep::http
