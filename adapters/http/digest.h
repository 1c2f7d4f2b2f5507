// Digests that become ids and fingerprints.
#pragma once
#include <string>
#include <string_view>

namespace lockstep::http {

/// Lower-case hex of SHA-256.
std::string sha256_hex(std::string_view text);
/// A UUID (version 8) made of `text`: the same text is always the same id.
std::string uuid_of(std::string_view text);

}  // namespace lockstep::http
