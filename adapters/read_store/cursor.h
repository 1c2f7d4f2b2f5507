// Opaque cursors of lists. A list is ordered by id, which never changes, so that paging neither
// skips nor repeats a row whatever is renamed meanwhile; and an id, unlike a name, may stand in a
// URL.
#pragma once
#include <string>
#include <string_view>

#include "events/result.h"

namespace lockstep::read_store {

/// For what follows `id` in `list`.
std::string make_cursor(std::string_view list, std::string_view id);
/// The id. Errc::invalid for anything that make_cursor() did not make for this list.
Result<std::string> read_cursor(std::string_view list, std::string_view cursor);

}  // namespace lockstep::read_store
