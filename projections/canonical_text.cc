// Text and JSON in the one form that every store gives back unchanged.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "projections/row_codec.h"

namespace lockstep::projections {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<std::uint8_t>(text[at]) : std::uint8_t{0};
}

// Length of the well-formed UTF-8 sequence at `at`; 0 when there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto first = byte_at(text, at);
  const auto second = byte_at(text, at + 1);
  const auto follows = [&](std::size_t i) { return (byte_at(text, at + i) & 0xC0U) == 0x80U; };
  if (first < 0x80) return first == 0 ? 0 : 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second > 0x9F;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && second < 0x90;
    const bool beyond = first == 0xF4 && second > 0x8F;
    return follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

std::string canonical_double(double number) {
  if (number == 0) return "0";
  if (std::trunc(number) == number && std::fabs(number) < 9.2e18)
    return std::to_string(static_cast<std::int64_t>(number));
  if (std::trunc(number) == number && number > 0 && number < 1.8e19)
    return std::to_string(static_cast<std::uint64_t>(number));
  std::array<char, 40> text{};
  const auto length = std::snprintf(text.data(), text.size(), "%.15g", number);
  return {text.data(), static_cast<std::size_t>(length)};
}

void write_string(std::string_view text, std::string& out) {
  out += boost::json::serialize(boost::json::string(clean_text(std::string(text))));
}

void write_json(const boost::json::value& value, std::string& out);

void write_object(const boost::json::object& object, std::string& out) {
  std::vector<const boost::json::key_value_pair*> members;
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const auto* a, const auto* b) { return a->key() < b->key(); });
  out += '{';
  for (const auto* member : members) {
    if (out.back() != '{') out += ',';
    write_string(member->key(), out);
    out += ':';
    write_json(member->value(), out);
  }
  out += '}';
}

void write_json(const boost::json::value& value, std::string& out) {
  if (value.is_object()) {
    write_object(value.get_object(), out);
  } else if (value.is_array()) {
    out += '[';
    for (const auto& item : value.get_array()) {
      if (out.back() != '[') out += ',';
      write_json(item, out);
    }
    out += ']';
  } else if (value.is_string()) {
    write_string(value.get_string(), out);
  } else if (value.is_double()) {
    out += canonical_double(value.get_double());
  } else {
    out += boost::json::serialize(value);
  }
}

}  // namespace

std::string clean_text(std::string text) {
  std::size_t good = 0;
  while (good < text.size()) {
    const auto length = sequence_length(text, good);
    if (length == 0) break;
    good += length;
  }
  if (good == text.size()) return text;
  auto out = text.substr(0, good);
  for (auto at = good; at < text.size();) {
    const auto length = sequence_length(text, at);
    out += length == 0 ? kReplacement : std::string_view(text).substr(at, length);
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::string canonical_json(const boost::json::value& value) {
  std::string out;
  write_json(value, out);
  return out;
}

}  // namespace lockstep::projections
