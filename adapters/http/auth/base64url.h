// Base64url without padding (RFC 4648 section 5), read strictly: one text for each sequence of
// bytes, so that a token cannot be written in two ways.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::http {

/// None for padding, other characters, an impossible length, or bits that are left over.
std::optional<std::string> base64url_decoded(std::string_view text);
std::string base64url(std::string_view bytes);

}  // namespace lockstep::http
