// How one page of a file lies on the disk: SQLite leaves the end of each page to us, and there lies
// what opens it.
#pragma once
#include <array>
#include <cstddef>
#include <string_view>

#include "engine/log/crypto.h"

namespace lockstep::sqlite {

inline constexpr std::size_t kPageBytes = 4096;
inline constexpr std::size_t kPageSaltBytes = 16;
/// Salt, nonce and tag, at the end of each page.
inline constexpr std::size_t kReservedBytes = kPageSaltBytes + log::kSealedExtraBytes;

/// `page` has kPageBytes, and zeros where they are reserved (false when not). `place` is bound to
/// it. Any thread.
bool seal_page(const log::Key& key, std::string_view page, std::string_view place, char* sealed);
/// Into `page`, with zeros where they are reserved. False when it is not what was sealed there.
bool open_page(const log::Key& key, std::string_view sealed, std::string_view place, char* page);

}  // namespace lockstep::sqlite
