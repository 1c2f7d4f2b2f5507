// The engine's configuration: defaults, then a TOML file, then the environment, then flags; the
// later wins. Secrets come from the environment or from files alone, and never print. What can be
// set is one table (settings.cc), which also writes the help and docs/configuration.md.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "actors/settings.h"
#include "adapters/http/api/server_options.h"
#include "adapters/metactf/client.h"
#include "adapters/metactf_mock/mock_options.h"
#include "base/endpoint.h"
#include "events/result.h"
#include "events/sealed.h"

namespace lockstep::cli {

/// Does not print. Empty when it was not given.
using Secret = Sealed<std::string>;

using base::Endpoint;

/// Everything that can be set, where it is used from: the options of whoever goes by it, whole.
/// load_config() gives every setting its value; the defaults are those of settings.cc.
struct Config {
  std::filesystem::path data_dir;
  std::filesystem::path master_key_file;  ///< Empty = `master.key` in the data directory.
  std::int64_t min_free_mib{};            ///< Below this much free disk nothing is accepted.
  std::int64_t scrub_hours{};             ///< Between two readings of the whole log; 0 = never.
  std::string log_level;                  ///< debug | info | warning | error
  Secret database_url;                    ///< Empty = no Postgres export.

  http::ServerOptions http;
  actors::Settings engine;
  metactf::ClientOptions vendor_client;

  bool mock_enabled{};
  metactf_mock::MockOptions mock;  ///< Without what it shares with the engine: token, database.

  // Accepted; not used yet.
  std::int64_t sync_batch_size{};
  bool batch_sync_enabled{};
  bool prioritization_enabled{};
  Secret job_runner_secret;

  /// Setting key to where its value came from: `default`, `/etc/…:12`, `environment X`, `flag --x`.
  std::map<std::string, std::string> origins;
};

using FileReader = std::function<Result<std::string>(const std::filesystem::path&)>;

/// The content of a file of at most 1 MiB. Errc::not_found when there is none.
Result<std::string> read_small_file(const std::filesystem::path& path);

/// Everything that a configuration depends on, as values: load_config() looks nowhere else.
struct ConfigSources {
  /// `--config`. Empty: LOCKSTEP_CONFIG, else kDefaultConfigFile if that exists.
  std::optional<std::filesystem::path> config_file;
  std::map<std::string, std::string> environment;
  /// By flag name, e.g. `--data-dir`. See add_config_flags() in config_flags.h.
  std::map<std::string, std::string> flags;
  FileReader read_file = read_small_file;
};

inline constexpr const char* kDefaultConfigFile = "/etc/lockstep/lockstep.toml";

/// This process's environment.
std::map<std::string, std::string> process_environment();

/// Errc::invalid with file and line, variable or flag, the key, and for an unknown name the nearest
/// known one. Never repeats a value: it may be a secret.
Result<Config> load_config(const ConfigSources& sources);

/// Errc::invalid when the integration is on and there is no token: better now than 401s later.
Result<void> require_vendor_token(const Config& config);

/// Errc::invalid when nobody could sign in.
Result<void> require_way_in(const Config& config);

/// Every setting with its value and where that came from, one a line; secrets as `(set)`.
std::string explain(const Config& config);

}  // namespace lockstep::cli
