// Which names in a directory RocksDB takes for files of its own: all that it makes, and none that
// anybody else would.
#pragma once
#include <string_view>

namespace lockstep::log {

inline bool is_database_file(std::string_view name) {
  if (name.empty()) return false;
  const char first = name.front();
  return (first >= '0' && first <= '9') || (first >= 'A' && first <= 'Z');
}

/// Such a file with something in it that was written by somebody who had opened the database: one
/// that is only being made has none.
inline bool is_database_content(std::string_view name) {
  return is_database_file(name) && (name.ends_with(".sst") || name.ends_with(".log"));
}

}  // namespace lockstep::log
