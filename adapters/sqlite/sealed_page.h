// How one page of a file lies on the disk: SQLite leaves the end of each page to us, and there lies
// what opens it.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/log/crypto.h"

namespace lockstep::sqlite {

/// How much of which write-ahead log there was when a page of the database was written: the page
/// holds what stands in it up to there, so a shorter one of the same name has been cut off.
struct WalReach {
  std::array<char, 8> salts{};  ///< Of the log's header: another one each time it begins anew.
  std::uint32_t frames = 0;
  bool operator==(const WalReach&) const = default;
};

inline constexpr std::size_t kPageBytes = 4096;
inline constexpr std::size_t kPageSaltBytes = 16;
inline constexpr std::size_t kReachBytes = 12;
/// Reach, salt, nonce and tag, at the end of each page.
inline constexpr std::size_t kReservedBytes = kReachBytes + kPageSaltBytes + log::kSealedExtraBytes;

/// `page` has kPageBytes, and zeros where they are reserved (false when not). `place` is bound to
/// it. Any thread.
bool seal_page(const log::Key& key, std::string_view page, std::string_view place,
               const WalReach& reach, char* sealed);
/// Into `page`, with zeros where they are reserved. None when it is not what was sealed there.
std::optional<WalReach> open_page(const log::Key& key, std::string_view sealed,
                                  std::string_view place, char* page);

}  // namespace lockstep::sqlite
