// Opaque cursors of lists. A list is ordered by something that never changes (an id, a version), so
// that paging neither skips nor repeats an item whatever is changed meanwhile; and an id, unlike a
// name, may stand in a URL.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/api/api.h"

namespace lockstep::http {

/// For what follows `item` of the list that is asked for.
std::string cursor_for(const Call& call, std::string_view item);
/// The same, where more follows.
std::optional<std::string> next_cursor(const Call& call, const std::optional<std::string>& item);
/// The item that `?cursor=` goes on after; none: from the beginning. 400 for anything that
/// cursor_for() did not make for this list.
Answered<std::optional<std::string>> item_of_cursor(const Call& call);
/// What is answered when the item in it makes no sense.
Problem no_such_cursor();

}  // namespace lockstep::http
