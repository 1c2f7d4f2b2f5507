#include "base/punycode.h"

#include <algorithm>
#include <cstdint>

#include "base/ascii.h"

namespace lockstep::base {

namespace {

// Of RFC 3492, section 5.
constexpr std::uint32_t kBase = 36;
constexpr std::uint32_t kLeast = 1;
constexpr std::uint32_t kMost = 26;
constexpr std::uint32_t kSkew = 38;
constexpr std::uint32_t kDamp = 700;
constexpr std::uint32_t kFirstBias = 72;
constexpr std::uint32_t kFirstCode = 0x80;
constexpr std::uint32_t kLastCode = 0x10FFFF;
// A label has 63 signs, so nothing that is right comes near.
constexpr std::uint64_t kTooMuch = 1ULL << 32U;

std::optional<std::uint32_t> digit_of(char c) {
  const char small = lower(c);
  if (small >= 'a' && small <= 'z') return static_cast<std::uint32_t>(small - 'a');
  if (is_digit(c)) return static_cast<std::uint32_t>(c - '0') + kMost;
  return std::nullopt;
}

std::uint32_t adapted(std::uint64_t delta, std::uint64_t points, bool first) {
  delta /= first ? kDamp : 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > (kBase - kLeast) * kMost / 2; k += kBase) delta /= kBase - kLeast;
  return k + static_cast<std::uint32_t>((kBase - kLeast + 1) * delta / (delta + kSkew));
}

std::uint32_t threshold(std::uint32_t k, std::uint32_t bias) {
  return k <= bias ? kLeast : std::min(k - bias, kMost);
}

/// The next number of variable length, taken off `text`.
std::optional<std::uint64_t> next_delta(std::string_view& text, std::uint32_t bias) {
  std::uint64_t out = 0;
  std::uint64_t weight = 1;
  for (std::uint32_t k = kBase;; k += kBase) {
    if (text.empty()) return std::nullopt;
    const auto digit = digit_of(text.front());
    text.remove_prefix(1);
    if (!digit) return std::nullopt;
    out += *digit * weight;
    const auto at = threshold(k, bias);
    if (out >= kTooMuch) return std::nullopt;
    if (*digit < at) return out;
    weight *= kBase - at;
    if (weight >= kTooMuch) return std::nullopt;
  }
}

}  // namespace

std::optional<std::u32string> punycode_decoded(std::string_view text) {
  std::u32string out;
  if (const auto dash = text.rfind('-'); dash != std::string_view::npos) {
    for (const char c : text.substr(0, dash)) out += static_cast<unsigned char>(c);
    text.remove_prefix(dash + 1);
  }
  std::uint64_t code = kFirstCode;
  std::uint64_t at = 0;
  std::uint32_t bias = kFirstBias;
  for (bool first = true; !text.empty(); first = false) {
    const auto delta = next_delta(text, bias);
    if (!delta) return std::nullopt;
    at += *delta;
    const auto points = out.size() + 1;
    bias = adapted(*delta, points, first);
    code += at / points;
    at %= points;
    if (code > kLastCode) return std::nullopt;
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(at), static_cast<char32_t>(code));
    ++at;
  }
  return out;
}

}  // namespace lockstep::base
