// What the TOML library must not be given: it goes wrong at more than it says.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace lockstep::cli {

/// The first line (from 1) with something that no TOML has, where the library (toml++ 3.0) does
/// not say so in every build: a control character, a sign beyond ASCII that is not in a string or a
/// comment, an end of the line in a string that has one line. Or with more than 1,000 dots outside
/// of strings: it takes one call of a function for each part of a key.
std::optional<std::size_t> line_beyond_toml(std::string_view text);

}  // namespace lockstep::cli
