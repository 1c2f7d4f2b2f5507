// See json_body.h.
#include "adapters/metactf/json_body.h"

#include <charconv>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace lockstep::metactf {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kEscape = 6;  ///< `\uD83D`

std::optional<boost::json::value> parse(const std::string& text) {
  boost::json::parse_options options;
  options.max_depth = kMaxNesting;
  boost::system::error_code failed;
  auto value = boost::json::parse(text, failed, {}, options);
  if (failed) return std::nullopt;
  return value;
}

/// Of `\uXXXX` at the front.
std::optional<unsigned> unit_at(std::string_view text) {
  unsigned unit = 0;
  if (text.size() < kEscape || !text.starts_with("\\u")) return std::nullopt;
  const auto* end = text.data() + kEscape;
  const auto [stop, failed] = std::from_chars(text.data() + 2, end, unit, 16);
  return failed == std::errc{} && stop == end ? std::optional(unit) : std::nullopt;
}
bool is_high(std::optional<unsigned> unit) {
  return unit && *unit >= 0xD800 && *unit <= 0xDBFF;
}
bool is_low(std::optional<unsigned> unit) {
  return unit && *unit >= 0xDC00 && *unit <= 0xDFFF;
}

/// Half a character, as whoever cuts texts after so many UTF-16 units leaves it.
std::string without_halves(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (text.front() != '\\') {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const auto unit = unit_at(text);
    std::size_t size = unit ? kEscape : std::min<std::size_t>(2, text.size());
    const bool pair = is_high(unit) && is_low(unit_at(text.substr(kEscape)));
    if (pair) size = 2 * kEscape;
    const bool half = !pair && (is_high(unit) || is_low(unit));
    out += half ? std::string_view("\\uFFFD") : text.substr(0, size);
    text.remove_prefix(size);
  }
  return out;
}

}  // namespace

std::optional<JsonBody> parse_body(const std::string& body) {
  auto text = body.starts_with(kByteOrderMark) ? body.substr(kByteOrderMark.size()) : body;
  auto value = parse(text);
  if (!value) {
    text = without_halves(base::clean_text(std::move(text)));
    value = parse(text);
  }
  if (!value) return std::nullopt;
  return JsonBody{*std::move(value), std::move(text)};
}

}  // namespace lockstep::metactf
