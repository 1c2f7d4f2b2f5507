// How the value of a setting is read from text, checked and shown, by the type of its member.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <concepts>
#include <optional>
#include <utility>

#include "adapters/cli/settings.h"
#include "adapters/http/text.h"
#include "base/text.h"
#include "base/url.h"
#include "engine/overloaded.h"
#include "events/codec.h"

namespace lockstep::cli {

namespace {

constexpr int kMaxPort = 65'535;

/// A duration is kept in its own unit and written in its setting's.
template <class T>
concept Duration =
    std::same_as<T, std::chrono::seconds> || std::same_as<T, std::chrono::milliseconds>;

/// Written as a whole number.
template <class T>
concept Whole = Duration<T> ||(std::integral<T> && !std::same_as<T, bool>);

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

/// A number as it is written, when it is one and in the setting's range.
template <class T>
std::optional<T> number_in_range(const Setting& setting, const std::string& text) {
  const auto value = parse_number<T>(text);
  if (!value) return std::nullopt;
  const auto size = static_cast<double>(*value);
  if (!std::isfinite(size) || size < setting.min || size > setting.max) return std::nullopt;
  return value;
}

// One read() and one written() for every type of setting.

bool read(const Setting& setting, const std::string& text, std::string& out) {
  return is_good_text(setting, text) && store(std::optional{text}, out);
}

bool read(const Setting& setting, const std::string& text, std::filesystem::path& out) {
  const bool needed = !setting.fallback.empty();
  if ((text.empty() && needed) || base::has_control(text)) return false;
  out = text;
  return true;
}

bool read(const Setting& /*setting*/, const std::string& text, bool& out) {
  return store(parse_bool(text), out);
}

template <Whole T>
bool read(const Setting& setting, const std::string& text, T& out) {
  const auto number = number_in_range<std::int64_t>(setting, text);
  if (!number) return false;
  if constexpr (Duration<T>) {
    out = std::chrono::duration_cast<T>(*number * setting.unit());
    return true;
  } else {
    out = static_cast<T>(*number);
    return std::in_range<T>(*number);
  }
}

bool read(const Setting& setting, const std::string& text, double& out) {
  return store(number_in_range<double>(setting, text), out);
}

bool read(const Setting& /*setting*/, const std::string& text, Endpoint& out) {
  return store(parse_endpoint(text), out);
}

bool read(const Setting& /*setting*/, const std::string& text, EmailPreference& out) {
  return store(events::enum_from_name<EmailPreference>(text), out);
}

bool read(const Setting& /*setting*/, const std::string& text, FoundAccounts& out) {
  return store(events::enum_from_name<FoundAccounts>(text), out);
}

bool read(const Setting& /*setting*/, const std::string& text, Secret& out) {
  if (base::has_control(text)) return false;
  out = text.empty() ? Secret{} : Secret{text};
  return true;
}

std::string written(const Setting& /*setting*/, const std::string& value) {
  return value;
}
std::string written(const Setting& /*setting*/, const std::filesystem::path& value) {
  return value.string();
}
std::string written(const Setting& /*setting*/, bool value) {
  return value ? "true" : "false";
}
template <Whole T>
std::string written(const Setting& setting, T value) {
  if constexpr (Duration<T>)
    return number_text(value / setting.unit());
  else
    return number_text(value);
}
std::string written(const Setting& /*setting*/, double value) {
  return number_text(value);
}
std::string written(const Setting& /*setting*/, const Endpoint& value) {
  return value.text();
}
std::string written(const Setting& /*setting*/, EmailPreference value) {
  return std::string(events::enum_name(value));
}
std::string written(const Setting& /*setting*/, FoundAccounts value) {
  return std::string(events::enum_name(value));
}
std::string written(const Setting& /*setting*/, const Secret& value) {
  return value.readable() ? "(set)" : "(not set)";
}

std::string range_text(const Setting& setting) {
  return " from " + number_text(setting.min) + " to " +
         number_text(static_cast<std::int64_t>(setting.max));
}

}  // namespace

std::string Setting::expected() const {
  return std::visit(
      Overloaded{
          [&](const Slot<std::string>&) -> std::string {
            if (is_url) return "an http or https URL without credentials";
            return choices.empty() ? "text" : "one of " + http::listed(choices);
          },
          [](const Slot<std::filesystem::path>&) -> std::string { return "a path"; },
          [](const Slot<bool>&) -> std::string { return "true or false"; },
          [&]<Whole T>(const Slot<T>&) { return "a whole number" + range_text(*this); },
          [&](const Slot<double>&) { return "a number" + range_text(*this); },
          [](const Slot<Endpoint>&) -> std::string {
            return "host:port, the port 0 to 65535, IPv6 in brackets";
          },
          [](const Slot<EmailPreference>&) -> std::string { return "one of personal, school"; },
          [](const Slot<FoundAccounts>&) -> std::string { return "one of hold, adopt"; },
          [](const Slot<Secret>&) -> std::string { return "a secret in one line"; },
      },
      member);
}

TomlKind Setting::toml_kind() const {
  return std::visit(
      [&]<class T>(const Slot<T>&) {
        if (std::same_as<T, bool>) return TomlKind::boolean;
        if (std::same_as<T, double>) return TomlKind::decimal;
        return Whole<T> ? TomlKind::integer : TomlKind::text;
      },
      member);
}

std::chrono::milliseconds Setting::unit() const {
  return key.ends_with("_ms") ? std::chrono::milliseconds{1} : std::chrono::seconds{1};
}

bool assign(const Setting& setting, const std::string& text, Config& config) {
  return std::visit([&](const auto& slot) { return read(setting, text, slot.in(config)); },
                    setting.member);
}

std::vector<const Setting*> changed_settings(const Config& before, const Config& after) {
  std::vector<const Setting*> out;
  for (const auto& setting : all_settings()) {
    const bool same = std::visit(
        [&](const auto& slot) { return slot.in(before) == slot.in(after); }, setting.member);
    if (!same) out.push_back(&setting);
  }
  return out;
}

std::string shown(const Setting& setting, const Config& config) {
  return std::visit([&](const auto& slot) { return written(setting, slot.in(config)); },
                    setting.member);
}

}  // namespace lockstep::cli
