#include "adapters/cli/config_flags.h"

#include <CLI/CLI.hpp>

#include "adapters/cli/settings.h"

namespace lockstep::cli {

namespace {

std::string help_text(const Setting& setting) {
  std::string out(setting.help);
  if (setting.secret()) out += " Names a file that holds it.";
  if (!setting.fallback.empty()) out += " [" + std::string(setting.fallback) + "]";
  for (const auto name : setting.environment) out += " $" + std::string(name);
  return out;
}

}  // namespace

void add_config_flags(CLI::App& app, std::map<std::string, std::string>& flags,
                      std::string& config_file) {
  app.add_option("--config", config_file,
                 "Configuration file (TOML) [" + std::string(kDefaultConfigFile) +
                     ", if it exists] $LOCKSTEP_CONFIG")
      ->group("Configuration");
  for (const auto& setting : all_settings()) {
    const auto flag = setting.flag();
    const bool yes_no = setting.toml_kind() == TomlKind::boolean;
    // A flag without a value comes as an empty text: it means yes.
    const auto store = [&flags, flag, yes_no](const std::string& text) {
      flags[flag] = yes_no && text.empty() ? "true" : text;
    };
    auto* option = app.add_option_function<std::string>(flag, store, help_text(setting));
    option->group("Configuration")->type_name(setting.secret() ? "FILE" : "VALUE");
    if (yes_no) option->expected(0, 1);
  }
}

}  // namespace lockstep::cli
