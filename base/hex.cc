#include "base/hex.h"

#include <charconv>
#include <iterator>

#include <boost/algorithm/hex.hpp>

namespace lockstep::base {

std::string to_hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  boost::algorithm::hex_lower(bytes.begin(), bytes.end(), std::back_inserter(out));
  return out;
}

std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::vector<std::uint8_t> out(text.size() / 2);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto* begin = text.data() + 2 * i;
    const auto [stopped, failed] = std::from_chars(begin, begin + 2, out[i], 16);
    if (failed != std::errc{} || stopped != begin + 2) return std::nullopt;
  }
  return out;
}

}  // namespace lockstep::base
