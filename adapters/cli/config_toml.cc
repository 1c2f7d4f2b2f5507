#include "adapters/cli/config_toml.h"

#include <array>
#include <charconv>
#include <exception>

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

}  // namespace

Result<std::vector<TomlEntry>> read_toml(const std::string& text, const std::string& file) {
  try {
    std::vector<TomlEntry> out;
    flatten(toml::parse(text, file), "", out);
    return out;
  } catch (const toml::parse_error& bad) {
    // Its description may repeat what stands in the file: only the place is told.
    return Error{Errc::invalid, "config-not-toml",
                 file + ":" + std::to_string(bad.source().begin.line) + ": this is not valid TOML",
                 "Text values need quotes; every key may stand once."};
  } catch (const std::exception&) {
    return Error{Errc::invalid, "config-not-toml", file + ": this is not valid TOML", ""};
  }
}

}  // namespace lockstep::cli
