// What every command that needs the configuration has in common.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "adapters/cli/config.h"

namespace CLI {
class App;
}

namespace lockstep::cli {

/// Holds what was given as flags until the configuration is loaded.
struct ConfigFlags {
  std::map<std::string, std::string> flags;
  std::string config_file;
  /// Flags that are set before those of the command line, e.g. by `demo`.
  std::map<std::string, std::string> presets;

  [[nodiscard]] Result<Config> load() const;
};

/// Adds all settings as flags to `command`. The result lives as long as the command's callback.
std::shared_ptr<ConfigFlags> with_config_flags(CLI::App& command);

}  // namespace lockstep::cli
