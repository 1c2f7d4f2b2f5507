// The settings as flags of the command line.
#pragma once
#include <map>
#include <string>

namespace CLI {
class App;
}

namespace lockstep::cli {

/// Adds `--config` and one flag per setting to `app`. After parsing, `flags` holds what was given,
/// ready for ConfigSources::flags, and `config_file` what `--config` said. Both must outlive `app`.
/// A yes/no setting may stand without a value (`--dev-auth`) or with one (`--dev-auth=false`).
void add_config_flags(CLI::App& app, std::map<std::string, std::string>& flags,
                      std::string& config_file);

}  // namespace lockstep::cli
