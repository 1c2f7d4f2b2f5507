#include "base/uuid.h"

#include <algorithm>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "base/hex.h"
#include "base/sha256.h"

namespace lockstep::base {

namespace {

constexpr std::size_t kTextSize = 36;

constexpr bool is_dash_at(std::size_t at) {
  return at == 8 || at == 13 || at == 18 || at == 23;
}

}  // namespace

std::optional<std::string> normal_uuid(std::string_view text) {
  if (text.size() != kTextSize) return std::nullopt;
  std::string digits;
  for (std::size_t i = 0; i < kTextSize; ++i) {
    if (is_dash_at(i) != (text[i] == '-')) return std::nullopt;
    if (!is_dash_at(i)) digits += text[i];
  }
  const auto bytes = from_hex(digits);
  if (!bytes) return std::nullopt;
  boost::uuids::uuid out{};
  std::ranges::copy(*bytes, out.begin());
  if (out.is_nil()) return std::nullopt;
  return boost::uuids::to_string(out);
}

std::string with_normal_uuid(std::string text) {
  auto normal = normal_uuid(text);
  return normal ? *std::move(normal) : std::move(text);
}

std::string uuid_text(std::array<std::uint8_t, 16> bytes, unsigned version) {
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | (version << 4U));
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  boost::uuids::uuid out{};
  std::ranges::copy(bytes, out.begin());
  return boost::uuids::to_string(out);
}

std::string uuid5(std::string_view name_space, std::string_view name) {
  const auto space = boost::uuids::string_generator{}(std::string(name_space));
  const boost::uuids::name_generator_sha1 generate{space};
  return boost::uuids::to_string(generate(std::string(name)));
}

std::string uuid8(std::string_view text) {
  const auto hash = sha256(text);
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(hash.begin(), bytes.size(), bytes.begin());
  return uuid_text(bytes, 8);
}

}  // namespace lockstep::base
