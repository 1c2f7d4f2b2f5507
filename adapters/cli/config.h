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

#include "engine/domain/onboarding_policy.h"
#include "events/result.h"
#include "events/sealed.h"

namespace lockstep::cli {

/// Does not print. Empty when it was not given.
using Secret = Sealed<std::string>;

struct Endpoint {
  std::string host;  ///< Without brackets, also for IPv6.
  int port{};        ///< 0 = any free one.
  bool operator==(const Endpoint&) const = default;
  /// As it is written in the configuration: IPv6 in brackets.
  [[nodiscard]] std::string text() const;
};

/// Everything that can be set, with its value. Defaults stand in settings.cc, not here.
struct Config {
  std::filesystem::path data_dir;
  std::filesystem::path master_key_file;  ///< Empty = `master.key` in the data directory.
  std::int64_t min_free_mib{};            ///< Below this much free disk nothing is accepted.
  Endpoint listen;
  Secret service_key;        ///< Empty = no service key is accepted.
  std::string service_keys;  ///< By name, as hashes.
  bool dev_auth{};
  bool require_if_match{};
  std::string cors_origins;
  double address_requests_per_second{};  ///< 0 = no limit.
  std::int64_t address_burst{};
  double coach_triggers_per_minute{};  ///< 0 = no limit.
  std::int64_t coach_trigger_burst{};
  std::int64_t connections_per_address{};
  bool behind_proxy{};
  std::int64_t streams{};  ///< 0 = none is served.
  std::int64_t streams_per_caller{};
  std::int64_t streams_per_address{};  ///< 0 = no limit.
  std::int64_t stream_heartbeat_seconds{};
  std::int64_t stream_max_seconds{};
  std::filesystem::path tls_certificate_file;  ///< Empty = no TLS.
  std::filesystem::path tls_key_file;

  std::string jwt_issuer;
  std::string jwt_audience;
  std::int64_t jwt_leeway_seconds{};
  Secret jwt_secret;
  std::filesystem::path jwks_file;
  std::string jwks_url;
  std::string role_claim;
  std::string subject_claim;
  std::string log_level;  ///< debug | info | warning | error

  bool integration_enabled{};  ///< False: commands are recorded and nothing is sent.
  std::string api_base_url;
  Secret api_token;
  std::filesystem::path vendor_ca_file;  ///< Empty = the system's authorities.
  double vendor_requests_per_second{};   ///< At most.
  double vendor_start_requests_per_second{};
  std::int64_t vendor_concurrency{};
  std::int64_t vendor_connect_timeout_ms{};
  std::int64_t vendor_timeout_ms{};

  EmailPreference email_preference{};

  std::int64_t poll_interval_seconds{};
  std::int64_t cursor_overlap_seconds{};
  std::int64_t reconcile_interval_seconds{};
  std::int64_t max_removals{};         ///< Of one reconciliation, without an admin's word.
  std::int64_t max_removal_percent{};  ///< Likewise, of the assignments we know of.
  std::int64_t sync_batch_size{};
  bool batch_sync_enabled{};
  bool prioritization_enabled{};
  Secret job_runner_secret;

  Secret database_url;  ///< Empty = no Postgres export.

  bool mock_enabled{};
  Endpoint mock_listen;
  std::string mock_dataset;
  std::int64_t mock_dataset_size{};
  std::int64_t mock_seed{};
  std::string mock_storage;  ///< memory | postgres
  Secret mock_pg_url;

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

/// Whether tokens of the dashboard's sign-in service are accepted.
bool signs_in_by_jwt(const Config& config);

/// Errc::invalid when nobody could sign in.
Result<void> require_way_in(const Config& config);

/// Every setting with its value and where that came from, one a line; secrets as `(set)`.
std::string explain(const Config& config);

}  // namespace lockstep::cli
