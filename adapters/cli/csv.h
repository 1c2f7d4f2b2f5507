// Comma-separated values that a spreadsheet opens without doing anything else with them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::cli {

/// RFC 4180, with CRLF. What a spreadsheet would take for a formula gets an apostrophe in front.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace lockstep::cli
