#include "adapters/cli/config.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include "adapters/cli/config_toml.h"
#include "adapters/cli/settings.h"
#include "base/plain_file.h"

namespace lockstep::cli {

namespace {

constexpr std::size_t kMaxFileBytes = 1U << 20U;
constexpr std::string_view kConfigVariable = "LOCKSTEP_CONFIG";
constexpr std::string_view kOurPrefix = "LOCKSTEP_";
constexpr std::size_t kMaxNameShown = 64;  ///< More than any name of ours has.

Error bad_value(const std::string& place, const std::string& key, const std::string& expected) {
  return Error{Errc::invalid, "config-bad-value", place + ": " + key + " must be " + expected, ""};
}

Error unknown_name(const std::string& place, const std::string& name,
                   const std::vector<std::string>& known) {
  return Error{Errc::invalid, "config-unknown-key",
               place + ": unknown name " +
                   (name.size() > kMaxNameShown ? name.substr(0, kMaxNameShown) + "..." : name),
               "The nearest known name is " + nearest_name(name, known) + "."};
}

/// Stores `text` in one setting and remembers where it came from.
Result<void> set(const Setting& setting, const std::string& name, const std::string& text,
                 const std::string& place, Config& config) {
  if (!assign(setting, text, config)) return bad_value(place, name, setting.expected());
  config.origins[std::string(setting.key)] = place;
  return boost::outcome_v2::success();
}

/// The same for a secret that stands in the file `path`. Does not name the file: somebody may have
/// put the secret itself there.
Result<void> set_from_file(const Setting& setting, const std::string& name, const std::string& path,
                           const std::string& place, const FileReader& read, Config& config) {
  auto content = read(path);
  if (!content) return bad_value(place, name, "the path of a readable file");
  auto& secret = content.value();
  while (!secret.empty() && std::string_view(" \t\r\n").find(secret.back()) != std::string::npos)
    secret.pop_back();
  if (secret.empty()) return bad_value(place, name, "the path of a file that is not empty");
  return set(setting, name, secret, place, config);
}

bool kind_fits(const Setting& setting, TomlKind kind) {
  const auto own = setting.toml_kind();
  return kind == own || (kind == TomlKind::integer && own == TomlKind::decimal);
}

std::vector<std::string> known_keys() {
  std::vector<std::string> out;
  for (const auto& setting : all_settings()) out.push_back(setting.file_key());
  return out;
}

Result<void> apply_entry(const TomlEntry& entry, const std::string& file, const FileReader& read,
                         Config& config) {
  const auto place = file + ":" + std::to_string(entry.line);
  const auto settings = all_settings();
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&](const Setting& s) { return s.file_key() == entry.key; });
  if (found == settings.end()) {
    const auto known = known_keys();
    const bool empty_section = entry.kind == TomlKind::table &&
                               std::any_of(known.begin(), known.end(), [&](const auto& key) {
                                 return key.starts_with(entry.key + ".");
                               });
    if (empty_section) return boost::outcome_v2::success();
    return unknown_name(place, entry.key, known);
  }
  if (!kind_fits(*found, entry.kind)) return bad_value(place, entry.key, found->expected());
  if (found->secret()) return set_from_file(*found, entry.key, entry.value, place, read, config);
  return set(*found, entry.key, entry.value, place, config);
}

std::string variable(const ConfigSources& sources, const std::string& name) {
  const auto found = sources.environment.find(name);
  return found == sources.environment.end() ? "" : found->second;
}

Result<void> apply_file(const ConfigSources& sources, Config& config) {
  auto path = sources.config_file.value_or(variable(sources, std::string(kConfigVariable)));
  const bool asked_for = !path.empty();
  if (!asked_for) path = kDefaultConfigFile;
  auto text = sources.read_file(path);
  if (!text) {
    if (!asked_for && text.error().code == Errc::not_found) return boost::outcome_v2::success();
    return Error{Errc::invalid, "config-unreadable",
                 path.string() + ": the configuration file cannot be read", text.error().detail};
  }
  LOCKSTEP_TRY(const auto entries, read_toml(text.value(), path.string()));
  for (const auto& entry : entries) {
    LOCKSTEP_TRY(apply_entry(entry, path.string(), sources.read_file, config));
  }
  return boost::outcome_v2::success();
}

Result<void> apply_variables_of(const Setting& setting, const ConfigSources& sources,
                                Config& config) {
  for (const auto name_view : setting.environment) {
    const std::string name(name_view);
    const auto text = variable(sources, name);
    const auto file = setting.secret() ? variable(sources, name + "_FILE") : "";
    if (!text.empty() && !file.empty())
      return Error{Errc::invalid, "config-conflict",
                   "environment: " + name + " and " + name + "_FILE are both set",
                   "Leave one of them out."};
    if (!text.empty()) return set(setting, name, text, "environment " + name, config);
    if (!file.empty())
      return set_from_file(setting, name + "_FILE", file, "environment " + name + "_FILE",
                           sources.read_file, config);
  }
  return boost::outcome_v2::success();
}

/// What Kubernetes gives every container of a namespace in which a service is called `lockstep` (or
/// `lockstep-...`): LOCKSTEP_SERVICE_HOST, LOCKSTEP_PORT=tcp://..., LOCKSTEP_PORT_8080_TCP_ADDR,
/// ... And what Docker gives to whoever is linked with a container of that name:
/// LOCKSTEP_NAME=/web/lockstep, LOCKSTEP_ENV_PATH, ...
bool is_service_link(std::string_view name, std::string_view value) {
  if (name.find("_PORT_") != std::string_view::npos) {
    const auto rest = name.substr(name.find("_PORT_") + 6);
    const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    const auto protocol = rest.substr(digits);
    if (digits > 0 && (protocol.starts_with("_TCP") || protocol.starts_with("_UDP"))) return true;
  }
  return name.ends_with("_SERVICE_HOST") || name.ends_with("_SERVICE_PORT") ||
         name.find("_SERVICE_PORT_") != std::string_view::npos ||
         (name.ends_with("_PORT") && value.find("://") != std::string_view::npos) ||
         (name.ends_with("_NAME") && value.starts_with('/')) ||
         name.find("_ENV_") != std::string_view::npos;
}

/// A misspelt name would otherwise be a setting that silently does nothing.
Result<void> refuse_unknown_variables(const ConfigSources& sources) {
  std::vector<std::string> known{std::string(kConfigVariable)};
  for (const auto& setting : all_settings()) {
    for (const auto name : setting.environment) {
      known.emplace_back(name);
      if (setting.secret()) known.push_back(std::string(name) + "_FILE");
    }
  }
  for (const auto& [name, value] : sources.environment) {
    if (!name.starts_with(kOurPrefix) || value.empty() || is_service_link(name, value)) continue;
    if (std::find(known.begin(), known.end(), name) == known.end())
      return unknown_name("environment", name, known);
  }
  return boost::outcome_v2::success();
}

Result<void> apply_environment(const ConfigSources& sources, Config& config) {
  LOCKSTEP_TRY(refuse_unknown_variables(sources));
  for (const auto& setting : all_settings()) {
    LOCKSTEP_TRY(apply_variables_of(setting, sources, config));
  }
  return boost::outcome_v2::success();
}

Result<void> apply_flags(const ConfigSources& sources, Config& config) {
  std::vector<std::string> known;
  for (const auto& setting : all_settings()) known.push_back(setting.flag());
  for (const auto& [flag, text] : sources.flags) {
    const auto found = std::find(known.begin(), known.end(), flag);
    if (found == known.end()) return unknown_name("command line", flag, known);
    const auto& setting = all_settings()[static_cast<std::size_t>(found - known.begin())];
    const auto place = "flag " + flag;
    LOCKSTEP_TRY(setting.secret()
                     ? set_from_file(setting, flag, text, place, sources.read_file, config)
                     : set(setting, flag, text, place, config));
  }
  return boost::outcome_v2::success();
}

}  // namespace

Result<std::string> read_small_file(const std::filesystem::path& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed))
    return Error{Errc::not_found, "file-missing", "There is no such file.", ""};
  if (!base::is_plain_file(path))
    return Error{Errc::unavailable, "file-is-none", "It is a directory, or a pipe, and no file.",
                 ""};
  std::ifstream file(path, std::ios::binary);
  std::string text;
  if (file) {
    text.resize(kMaxFileBytes + 1);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() <= kMaxFileBytes && !file.bad()) return text;
    return Error{Errc::too_large, "file-too-large", "The file is larger than 1 MiB.", ""};
  }
  return Error{Errc::unavailable, "file-unreadable",
               "The file is there, but this user cannot read it.", ""};
}

std::map<std::string, std::string> process_environment() {
  std::map<std::string, std::string> out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view line(*entry);
    const auto equals = line.find('=');
    if (equals != std::string_view::npos)
      out.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return out;
}

Result<Config> load_config(const ConfigSources& sources) {
  Config config;
  for (const auto& setting : all_settings()) {
    LOCKSTEP_TRY(
        set(setting, std::string(setting.key), std::string(setting.fallback), "default", config));
  }
  LOCKSTEP_TRY(apply_file(sources, config));
  LOCKSTEP_TRY(apply_environment(sources, config));
  LOCKSTEP_TRY(apply_flags(sources, config));
  return config;
}

Result<void> require_vendor_token(const Config& config) {
  if (!config.engine.integration_enabled || config.vendor_client.token.readable())
    return boost::outcome_v2::success();
  return Error{Errc::invalid, "vendor-token-missing",
               "The integration is enabled, but there is no token for the vendor's API.",
               "Set GAME_PLATFORM_API_TOKEN or GAME_PLATFORM_API_TOKEN_FILE, or switch off with "
               "GAME_PLATFORM_INTEGRATION_ENABLED=false."};
}

Result<void> require_way_in(const Config& config) {
  const bool by_key = config.http.service_key.readable() || !config.http.service_keys.empty();
  if (config.http.dev_auth || by_key || config.http.jwt.is_on())
    return boost::outcome_v2::success();
  return Error{Errc::invalid, "no-authentication",
               "Nobody could use the API: no way to sign in is set.",
               "Set auth.jwks_url or LOCKSTEP_JWT_SECRET for the dashboard's users, "
               "LOCKSTEP_SERVICE_KEY or auth.service_keys for its server, or --dev-auth for "
               "development."};
}

std::string explain(const Config& config) {
  std::string out;
  for (const auto& setting : all_settings()) {
    const std::string key(setting.key);
    const auto origin = config.origins.find(key);
    out += key + " = " + shown(setting, config) + "  # " +
           (origin == config.origins.end() ? "default" : origin->second) + "\n";
  }
  return out;
}

}  // namespace lockstep::cli
