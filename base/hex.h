// Bytes as hexadecimal digits and back.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::base {

/// Lower case.
std::string to_hex(std::span<const std::uint8_t> bytes);
/// Digits of either case. None when one is no digit or stands alone.
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text);

}  // namespace lockstep::base
