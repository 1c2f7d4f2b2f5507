// UUIDs of RFC 9562 as text.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::base {

/// Lower case of 8-4-4-4-12 hex digits, of any version and variant. None for the nil UUID, which
/// names nothing, and for every other form: no braces, no `urn:uuid:`.
std::optional<std::string> normal_uuid(std::string_view text);

/// normal_uuid() of what is one, other text as it is: ids that others chose may be anything.
std::string with_normal_uuid(std::string text);

/// 16 bytes as a UUID of this version: its bits and the RFC's variant are set.
std::string uuid_text(std::array<std::uint8_t, 16> bytes, unsigned version);

/// Version 5 (SHA-1): the same name in the same namespace, which is a UUID, is always the same id.
std::string uuid5(std::string_view name_space, std::string_view name);
/// Version 8, the first bytes of SHA-256: the same text is always the same id.
std::string uuid8(std::string_view text);

}  // namespace lockstep::base
