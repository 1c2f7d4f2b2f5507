#include "adapters/cli/config_toml.h"

#include <array>
#include <charconv>
#include <exception>
#include <stdexcept>
#include <string_view>

namespace {

// The library asserts that some of what a file may hold is not there, such as `[1, }`, and goes on
// regardless in a release build. Here it is an error of the file's, in every build.
[[noreturn]] void fail_assertion() {
  throw std::logic_error{"not TOML"};
}

}  // namespace
#undef NDEBUG
#define TOML_ASSERT(holds) (static_cast<bool>(holds) ? static_cast<void>(0) : fail_assertion())
#include <toml++/toml.h>

#include "adapters/cli/toml_check.h"

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

}  // namespace

Result<std::vector<TomlEntry>> read_toml(const std::string& text, const std::string& file) {
  if (const auto line = line_beyond_toml(text)) return not_toml(file, *line);
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
