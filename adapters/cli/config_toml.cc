#include "adapters/cli/config_toml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <ranges>
#include <string_view>

#include <toml++/toml.h>

namespace lockstep::cli {

namespace {

std::string decimal_text(double value) {
  std::array<char, 64> buffer{};
  const auto done = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), done.ptr};
}

TomlEntry entry_of(std::string key, const toml::node& node) {
  TomlEntry out{std::move(key), "", TomlKind::other, node.source().begin.line};
  if (const auto* text = node.as_string()) {
    out.value = text->get();
    out.kind = TomlKind::text;
  } else if (const auto* flag = node.as_boolean()) {
    out.value = flag->get() ? "true" : "false";
    out.kind = TomlKind::boolean;
  } else if (const auto* whole = node.as_integer()) {
    out.value = std::to_string(whole->get());
    out.kind = TomlKind::integer;
  } else if (const auto* number = node.as_floating_point()) {
    out.value = decimal_text(number->get());
    out.kind = TomlKind::decimal;
  }
  return out;
}

void flatten(const toml::table& table, const std::string& prefix, std::vector<TomlEntry>& out) {
  for (const auto& [name, node] : table) {
    const auto key = prefix + std::string(name.str());
    const auto* inner = node.as_table();
    if (inner == nullptr)
      out.push_back(entry_of(key, node));
    else if (inner->empty())
      out.push_back({key, "", TomlKind::table, node.source().begin.line});
    else
      flatten(*inner, key + ".", out);
  }
}

Error not_toml(const std::string& file, std::size_t line) {
  return Error{Errc::invalid, "config-not-toml",
               file + ":" + std::to_string(line) + ": this is not valid TOML",
               "Text values need quotes; every key may stand once."};
}

// What the library goes wrong at, and no configuration has: it takes one call of a function for
// each part of a dotted key, and counts on there being no control characters.
Result<void> expect_readable(const std::string& text, const std::string& file) {
  constexpr std::ptrdiff_t kMostDots = 1000;
  std::size_t number = 0;
  for (const auto part : std::views::split(text, '\n')) {
    ++number;
    const std::string_view line{part.begin(), part.end()};
    const bool controls = std::ranges::any_of(line, [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20U && c != '\t' && c != '\r') || byte == 0x7FU;
    });
    if (controls || std::ranges::count(line, '.') > kMostDots) return not_toml(file, number);
  }
  return boost::outcome_v2::success();
}

}  // namespace

Result<std::vector<TomlEntry>> read_toml(const std::string& text, const std::string& file) {
  LOCKSTEP_TRY(expect_readable(text, file));
  try {
    std::vector<TomlEntry> out;
    flatten(toml::parse(text, file), "", out);
    return out;
  } catch (const toml::parse_error& bad) {
    // Its description may repeat what stands in the file: only the place is told.
    return not_toml(file, bad.source().begin.line);
  } catch (const std::exception&) {
    return Error{Errc::invalid, "config-not-toml", file + ": this is not valid TOML", ""};
  }
}

}  // namespace lockstep::cli
