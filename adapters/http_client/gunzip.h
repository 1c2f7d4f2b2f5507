// Unpacks a body that was sent compressed, by zlib.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep::http_client {

enum class Unpacked : std::uint8_t { whole, malformed, too_large };

/// gzip (RFC 1952), one member, to its end. Stops where `out` would be larger than allowed.
Unpacked gunzip(std::string_view packed, std::size_t max_bytes, std::string& out);

}  // namespace lockstep::http_client
