// The header of SQLite's write-ahead log ("Database File Format", section 4.1).
#pragma once
#include <cstddef>
#include <string_view>

namespace lockstep::sqlite {

inline constexpr std::ptrdiff_t kWalHeaderBytes = 32;
inline constexpr std::ptrdiff_t kFrameHeaderBytes = 24;

/// `header` has kWalHeaderBytes. Its checksum is right. SQLite takes a log whose header is not
/// whole for an empty one, and the database may hold half of what was in it.
bool is_whole_wal_header(std::string_view header);
/// Of such a header: 8 bytes that are others each time the log begins anew.
inline std::string_view salts_of(std::string_view header) {
  return header.substr(16, 8);
}

}  // namespace lockstep::sqlite
