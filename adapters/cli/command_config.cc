#include "adapters/cli/command_config.h"

#include <CLI/CLI.hpp>

#include "adapters/cli/config_flags.h"
#include "adapters/http/auth/service_keys.h"

namespace lockstep::cli {

std::shared_ptr<ConfigFlags> with_config_flags(CLI::App& command) {
  auto out = std::make_shared<ConfigFlags>();
  add_config_flags(command, out->flags, out->config_file);
  return out;
}

Result<Config> ConfigFlags::load() const {
  ConfigSources sources;
  if (!config_file.empty()) sources.config_file = config_file;
  sources.environment = process_environment();
  sources.flags = presets;
  for (const auto& [name, value] : flags) sources.flags[name] = value;
  LOCKSTEP_TRY(auto config, load_config(sources));
  // From here on nothing holds the key itself.
  if (config.http.service_key.readable()) {
    LOCKSTEP_TRY(http::check_service_key(config.http.service_key.reveal()));
    config.http.service_key = Secret{http::hashed_service_key(config.http.service_key.reveal())};
  }
  return config;
}

}  // namespace lockstep::cli
