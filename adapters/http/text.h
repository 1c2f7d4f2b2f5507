// What text from outside must look like, and times as text.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/ids.h"

namespace lockstep::http {

/// A host of this machine alone: `localhost`, `::1`, or an address that begins with 127.
bool is_loopback(std::string_view host);
/// 1 to 64 of [A-Za-z0-9_-].
bool is_id(std::string_view text);
/// Exactly one @ with something on both sides, no spaces, at most 254 bytes.
bool is_plausible_email(std::string_view text);
/// `YYYY-MM-DD`, a day that exists.
bool is_date(std::string_view text);
/// C0, DEL or C1, in valid UTF-8.
bool has_control_characters(std::string_view utf8);
/// Code points of valid UTF-8.
std::size_t length_of(std::string_view utf8);
bool is_blank(std::string_view text);
/// Without the spaces, tabs and carriage returns around it.
std::string_view trimmed(std::string_view text);

/// Of a query string: `%41` and `+`. None when it is not well formed.
std::optional<std::string> percent_decoded(std::string_view text);
/// None when it is not all digits or does not fit.
std::optional<std::uint64_t> number_in(std::string_view text);

/// The parts between commas, without the blanks around them; empty ones are left out.
std::vector<std::string_view> comma_separated(std::string_view text);

/// RFC 3339, UTC.
std::string rfc3339(Timestamp time);
std::string rfc3339(VendorTime time);
/// `YYYY-MM-DDThh:mm:ss`, at most 9 digits of a second after a dot, then `Z` or `+hh:mm` or
/// `-hh:mm`. None for anything else. What is less than a millisecond is cut off.
std::optional<Timestamp> timestamp_in(std::string_view rfc3339);

}  // namespace lockstep::http
