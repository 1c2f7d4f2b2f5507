// The settings as text for people: the reference, the example file, and "did you mean".
#include <algorithm>
#include <numeric>

#include "adapters/cli/settings.h"

namespace lockstep::cli {

namespace {

std::string joined_names(const Setting& setting) {
  std::string out;
  for (const auto name : setting.environment) {
    out += (out.empty() ? "`" : ", `") + std::string(name) + "`";
    if (setting.secret()) out += ", `" + std::string(name) + "_FILE`";
  }
  return out;
}

std::string fallback_text(const Setting& setting) {
  return setting.fallback.empty() ? "none" : "`" + std::string(setting.fallback) + "`";
}

std::string markdown_of(const Setting& setting) {
  std::string out = "## `" + setting.file_key() + "`\n\n" + std::string(setting.help) + "\n\n";
  out += "- Value: " +
         (setting.secret() ? "the path of a file that holds the secret" : setting.expected()) +
         "\n";
  out += "- Default: " + fallback_text(setting) + "\n";
  out += "- Environment: " + joined_names(setting) + "\n";
  out += "- Flag: `" + setting.flag() + "`\n";
  if (setting.reloadable) out += "- Taken over on SIGHUP, without a restart.\n";
  return out + "\n";
}

std::string example_of(const Setting& setting, const std::string& name) {
  const std::string quote = setting.toml_kind() == TomlKind::text ? "\"" : "";
  const std::string value =
      setting.secret()
          ? "/etc/lockstep/" + name.substr(0, name.size() - std::string_view("_file").size())
          : std::string(setting.fallback);
  return "# " + std::string(setting.help) + "\n# Value: " + setting.expected() + "\n# " + name +
         " = " + quote + value + quote + "\n\n";
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = diagonal + (a[i] == b[j] ? 0U : 1U);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string configuration_markdown() {
  std::string out =
      "# Configuration\n\n"
      "Written by the table in `adapters/cli/settings.cc`; a test keeps it true.\n\n"
      "A value is taken from the defaults, then from the TOML file, then from the environment, "
      "then\n"
      "from the flags; the later wins. The file is the one of `--config`, else of\n"
      "`LOCKSTEP_CONFIG`, else `/etc/lockstep/lockstep.toml` if that exists. Where several\n"
      "variables are named, the first one that is set wins; an empty variable counts as not "
      "set.\n\n"
      "An unknown key, an unknown flag and an unknown variable that begins with `LOCKSTEP_` are\n"
      "errors, as is a value of the wrong type or out of its range.\n\n"
      "Secrets come from the environment or from files, never from the TOML file or from flags:\n"
      "there they have a name that ends in `_file`. They are never printed.\n\n"
      "`lockstep.toml.example` in `deploy/` names every key.\n\n";
  for (const auto& setting : all_settings()) out += markdown_of(setting);
  out.pop_back();
  return out;
}

std::string configuration_example() {
  std::string out =
      "# Every key of Lockstep's configuration with its default; see docs/configuration.md.\n"
      "# Take the `#` away from a key to set it.\n\n";
  // Keys without a section first: in TOML they would belong to the section above them otherwise.
  for (const auto& setting : all_settings())
    if (setting.key.find('.') == std::string_view::npos)
      out += example_of(setting, setting.file_key());
  std::string section;
  for (const auto& setting : all_settings()) {
    const auto dot = setting.key.find('.');
    if (dot == std::string_view::npos) continue;
    if (section != setting.key.substr(0, dot)) {
      section = setting.key.substr(0, dot);
      out += "[" + section + "]\n\n";
    }
    out += example_of(setting, setting.file_key().substr(dot + 1));
  }
  out.pop_back();
  return out;
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  const auto best = std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
    return distance(name, a) < distance(name, b);
  });
  return best == known.end() ? std::string() : *best;
}

}  // namespace lockstep::cli
