#include "base/canonical_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/text.h"

namespace lockstep::base {

namespace {

constexpr int kDigits = 15;  ///< What every store's double keeps of a decimal number.

std::string number_text(double number) {
  if (number == 0) return "0";
  if (std::trunc(number) == number && std::fabs(number) < 9.2e18)
    return std::to_string(static_cast<std::int64_t>(number));
  if (std::trunc(number) == number && number > 0 && number < 1.8e19)
    return std::to_string(static_cast<std::uint64_t>(number));
  std::array<char, 40> text{};
  const auto done = std::to_chars(text.data(), text.data() + text.size(), number,
                                  std::chars_format::general, kDigits);
  return {text.data(), done.ptr};
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
    out += number_text(value.get_double());
  } else {
    out += boost::json::serialize(value);
  }
}

}  // namespace

std::string canonical_json(const boost::json::value& value) {
  std::string out;
  write_json(value, out);
  return out;
}

}  // namespace lockstep::base
