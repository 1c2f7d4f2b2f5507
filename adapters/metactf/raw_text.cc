// See raw_text.h.
#include "adapters/metactf/raw_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include <boost/json.hpp>

namespace lockstep::metactf {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kDigits = 15;  ///< Of a fraction, what every store's double keeps.

void skip_blanks(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
}

bool take(std::string_view& rest, char wanted) {
  skip_blanks(rest);
  if (!rest.starts_with(wanted)) return false;
  rest.remove_prefix(1);
  return true;
}

std::size_t size_of_string(std::string_view text) {
  std::size_t at = 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2U : 1U;
  return std::min(at + 1, text.size());
}

std::size_t size_of_container(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      at += size_of_string(text.substr(at));
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    ++at;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
  return text.size();
}

std::string_view take_value(std::string_view& rest) {
  skip_blanks(rest);
  if (rest.empty()) return {};
  const char first = rest.front();
  const auto size = first == '"'                   ? size_of_string(rest)
                    : first == '{' || first == '[' ? size_of_container(rest)
                                                   : rest.find_first_of(",]} \t\r\n");
  const auto out = rest.substr(0, size);
  rest.remove_prefix(out.size());
  return out;
}

bool is_named(std::string_view quoted, std::string_view name) {
  if (quoted.find('\\') == std::string_view::npos)
    return quoted.size() == name.size() + 2 && quoted.substr(1, name.size()) == name;
  boost::system::error_code failed;
  const auto read =
      boost::json::parse(boost::json::string_view(quoted.data(), quoted.size()), failed);
  return !failed && read.is_string() && std::string_view(read.get_string()) == name;
}

using Member = std::pair<std::string_view, std::string_view>;

std::vector<Member> members_of(std::string_view object) {
  std::vector<Member> out;
  if (!take(object, '{')) return out;
  while (!object.empty()) {
    const auto name = take_value(object);
    if (!name.starts_with('"') || !take(object, ':')) break;
    out.emplace_back(name, take_value(object));
    if (!take(object, ',')) break;
  }
  return out;
}

/// Sign, digits without zeros around them, and the power of ten of the last one.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
  bool operator==(const Decimal&) const = default;
};

std::optional<Decimal> decimal_of(std::string_view number) {
  Decimal out;
  out.negative = number.starts_with('-');
  if (out.negative) number.remove_prefix(1);
  const auto mantissa = number.substr(0, number.find_first_of("eE"));
  if (mantissa.size() < number.size()) {
    auto power = number.substr(mantissa.size() + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    const auto [stop, failed] =
        std::from_chars(power.data(), power.data() + power.size(), out.exponent);
    if (failed != std::errc{} || out.exponent > 1'000'000 || out.exponent < -1'000'000)
      return std::nullopt;
  }
  bool fraction = false;
  for (const char c : mantissa) {
    if (c == '.') {
      fraction = true;
      continue;
    }
    if (fraction) --out.exponent;
    if (!out.digits.empty() || c != '0') out.digits += c;
  }
  while (!out.digits.empty() && out.digits.back() == '0') {
    out.digits.pop_back();
    ++out.exponent;
  }
  if (out.digits.empty()) out.exponent = 0;
  return out;
}

template <class Int>
bool is_whole(std::string_view number) {
  Int value = 0;
  const auto* end = number.data() + number.size();
  const auto [stop, failed] = std::from_chars(number.data(), end, value);
  return failed == std::errc{} && stop == end;
}

bool survives(std::string_view number) {
  if (number != "-0" && (is_whole<std::int64_t>(number) || is_whole<std::uint64_t>(number)))
    return true;
  boost::system::error_code failed;
  const auto value =
      boost::json::parse(boost::json::string_view(number.data(), number.size()), failed);
  if (failed) return false;
  const auto written = boost::json::serialize(value);
  const auto again = boost::json::parse(written, failed);
  const auto meant = decimal_of(number);
  return !failed && again == value && meant && meant->digits.size() <= kDigits &&
         meant == decimal_of(written);
}

}  // namespace

std::optional<std::string_view> member_text(std::string_view object, std::string_view name) {
  std::optional<std::string_view> out;
  for (const auto& [quoted, value] : members_of(object))
    if (is_named(quoted, name)) out = value;
  return out;
}

std::vector<std::string_view> item_texts(std::string_view array) {
  std::vector<std::string_view> out;
  if (!take(array, '[')) return out;
  skip_blanks(array);
  if (array.starts_with(']')) return out;
  while (!array.empty()) {
    out.push_back(take_value(array));
    if (!take(array, ',')) break;
  }
  return out;
}

std::string without_member(std::string_view object, std::string_view name) {
  std::string out = "{";
  for (const auto& [quoted, value] : members_of(object)) {
    if (is_named(quoted, name)) continue;
    if (out.size() > 1) out += ',';
    ((out += quoted) += ':') += value;
  }
  return out + '}';
}

bool keeps_its_numbers(std::string_view json) {
  for (std::size_t at = 0; at < json.size();) {
    const char c = json[at];
    if (c == '"') {
      at += size_of_string(json.substr(at));
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      auto rest = json.substr(at);
      const auto number = take_value(rest);
      if (!survives(number)) return false;
      at += number.size();
    } else {
      ++at;
    }
  }
  return true;
}

}  // namespace lockstep::metactf
