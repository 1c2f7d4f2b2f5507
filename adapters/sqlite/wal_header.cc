#include "adapters/sqlite/wal_header.h"

#include <cstdint>

namespace lockstep::sqlite {

namespace {

constexpr std::size_t kSummedBytes = 24;
constexpr std::uint32_t kMagic = 0x377F0682;  ///< The lowest bit: sums of big-endian words.

std::uint32_t word(std::string_view bytes, std::size_t at, bool big_endian) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[at + (big_endian ? i : 3 - i)]);
    out = (out << 8U) | byte;
  }
  return out;
}

}  // namespace

bool is_whole_wal_header(std::string_view header) {
  const auto magic = word(header, 0, true);
  if ((magic & ~1U) != kMagic) return false;
  const bool big_endian = (magic & 1U) != 0;
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  for (std::size_t at = 0; at < kSummedBytes; at += 8) {
    first += word(header, at, big_endian) + second;
    second += word(header, at + 4, big_endian) + first;
  }
  return first == word(header, kSummedBytes, true) &&
         second == word(header, kSummedBytes + 4, true);
}

}  // namespace lockstep::sqlite
