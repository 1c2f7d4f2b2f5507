#include "base/canonical_json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <string_view>

#include <boost/json.hpp>

#include "base/text.h"

namespace lockstep::base {

namespace {

constexpr int kDigits = 15;  ///< What every store's double keeps of a decimal number.
constexpr std::string_view kReplacement = "\uFFFD";

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

using Members = std::map<std::string, const boost::json::value*>;

Members sorted(const boost::json::object& object) {
  std::map<std::string_view, const boost::json::value*> given;
  for (const auto& member : object) given.emplace(member.key(), &member.value());
  Members out;
  for (const auto& [given_name, value] : given) {
    auto name = clean_text(std::string(given_name));
    while (!out.emplace(name, value).second) name += kReplacement;
  }
  return out;
}

void write_object(const boost::json::object& object, std::string& out) {
  out += '{';
  for (const auto& [name, value] : sorted(object)) {
    if (out.back() != '{') out += ',';
    write_string(name, out);
    out += ':';
    write_json(*value, out);
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
