// Labels of domains that are written in ASCII for another script: `xn--mnchen-3ya` (RFC 3492).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::base {

/// What stands behind `xn--`, as code points; none when it is no Punycode.
std::optional<std::u32string> punycode_decoded(std::string_view text);

}  // namespace lockstep::base
