// The one place that knows the TOML library: a file becomes a flat list of keys and values.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "events/result.h"

namespace lockstep::cli {

enum class TomlKind : std::uint8_t { text, boolean, integer, decimal, table, other };

/// One value, or a table without any values in it (so that a misspelt section is noticed).
struct TomlEntry {
  std::string key;    ///< Dotted, from the root.
  std::string value;  ///< As text; empty for `table` and `other`.
  TomlKind kind{};
  std::size_t line{};
};

/// Errc::invalid, naming `file` and the line, when `text` is not TOML.
Result<std::vector<TomlEntry>> read_toml(const std::string& text, const std::string& file);

}  // namespace lockstep::cli
