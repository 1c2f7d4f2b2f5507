// How the value of a setting is read from text, checked and shown, by the type of its member.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <type_traits>

#include "adapters/cli/settings.h"
#include "base/text.h"
#include "base/url.h"
#include "engine/overloaded.h"
#include "events/codec.h"

namespace lockstep::cli {

namespace {

constexpr int kMaxPort = 65'535;

template <class T>
std::optional<T> parse_number(std::string_view text) {
  T out{};
  const auto* end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, out);
  if (failed != std::errc{} || stopped != end) return std::nullopt;
  return out;
}

template <class T>
std::string number_text(T value) {
  std::array<char, 64> buffer{};
  const auto done = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), done.ptr};
}

std::optional<bool> parse_bool(const std::string& given) {
  const auto text = base::folded(given);
  for (const auto* yes : {"true", "1", "yes", "on"})
    if (text == yes) return true;
  for (const auto* no : {"false", "0", "no", "off"})
    if (text == no) return false;
  return std::nullopt;
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  auto host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty() || host.find_first_of("[] /@") != std::string_view::npos) return std::nullopt;
  if (!bracketed && host.find(':') != std::string_view::npos) return std::nullopt;
  const auto port = parse_number<int>(text.substr(colon + 1));
  if (!port || *port < 0 || *port > kMaxPort) return std::nullopt;
  return Endpoint{std::string(host), *port};
}

/// Credentials in an address would be printed with it: they have settings of their own.
bool is_plain_url(std::string_view text) {
  const auto url = base::parse_http_url(text);
  return url && !url->has_user && !url->has_query && !url->has_fragment;
}

bool is_good_text(const Setting& setting, const std::string& text) {
  if (text.empty()) return setting.fallback.empty();
  if (base::has_control(text)) return false;
  if (setting.is_url) return is_plain_url(text);
  const auto& choices = setting.choices;
  return choices.empty() || std::find(choices.begin(), choices.end(), text) != choices.end();
}

template <class T>
bool store(const std::optional<T>& value, T& out) {
  if (value) out = *value;
  return value.has_value();
}

template <class T>
bool store_number(const Setting& setting, const std::string& text, T& out) {
  const auto value = parse_number<T>(text);
  if (!value) return false;
  const auto size = static_cast<double>(*value);
  return std::isfinite(size) && size >= setting.min && size <= setting.max && store(value, out);
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

std::string range_text(const Setting& setting) {
  return " from " + number_text(setting.min) + " to " +
         number_text(static_cast<std::int64_t>(setting.max));
}

}  // namespace

std::string Endpoint::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string Setting::expected() const {
  return std::visit(
      Overloaded{
          [&](std::string Config::*) -> std::string {
            if (is_url) return "an http or https URL without credentials";
            return choices.empty() ? "text" : "one of " + joined(choices);
          },
          [](std::filesystem::path Config::*) -> std::string { return "a path"; },
          [](bool Config::*) -> std::string { return "true or false"; },
          [&](std::int64_t Config::*) { return "a whole number" + range_text(*this); },
          [&](double Config::*) { return "a number" + range_text(*this); },
          [](Endpoint Config::*) -> std::string { return "host:port, IPv6 in brackets"; },
          [](EmailPreference Config::*) -> std::string { return "one of personal, school"; },
          [](Secret Config::*) -> std::string { return "a secret in one line"; },
      },
      member);
}

bool assign(const Setting& setting, const std::string& text, Config& config) {
  return std::visit(
      Overloaded{
          [&](std::string Config::*to) {
            return is_good_text(setting, text) && store(std::optional{text}, config.*to);
          },
          [&](std::filesystem::path Config::*to) {
            const bool needed = !setting.fallback.empty();
            if ((text.empty() && needed) || base::has_control(text)) return false;
            config.*to = text;
            return true;
          },
          [&](bool Config::*to) { return store(parse_bool(text), config.*to); },
          [&](std::int64_t Config::*to) { return store_number(setting, text, config.*to); },
          [&](double Config::*to) { return store_number(setting, text, config.*to); },
          [&](Endpoint Config::*to) { return store(parse_endpoint(text), config.*to); },
          [&](EmailPreference Config::*to) {
            return store(events::enum_from_name<EmailPreference>(text), config.*to);
          },
          [&](Secret Config::*to) {
            if (base::has_control(text)) return false;
            config.*to = text.empty() ? Secret{} : Secret{text};
            return true;
          },
      },
      setting.member);
}

std::vector<const Setting*> changed_settings(const Config& before, const Config& after) {
  std::vector<const Setting*> out;
  for (const auto& setting : all_settings()) {
    const bool same =
        std::visit([&](auto member) { return before.*member == after.*member; }, setting.member);
    if (!same) out.push_back(&setting);
  }
  return out;
}

std::string shown(const Setting& setting, const Config& config) {
  return std::visit(
      Overloaded{
          [&](std::string Config::*from) { return config.*from; },
          [&](std::filesystem::path Config::*from) { return (config.*from).string(); },
          [&](bool Config::*from) -> std::string { return config.*from ? "true" : "false"; },
          [&](std::int64_t Config::*from) { return number_text(config.*from); },
          [&](double Config::*from) { return number_text(config.*from); },
          [&](Endpoint Config::*from) { return (config.*from).text(); },
          [&](EmailPreference Config::*from) {
            return std::string(events::enum_name(config.*from));
          },
          [&](Secret Config::*from) -> std::string {
            return (config.*from).readable() ? "(set)" : "(not set)";
          },
      },
      setting.member);
}

}  // namespace lockstep::cli
