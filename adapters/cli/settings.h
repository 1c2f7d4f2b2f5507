// The table of everything that can be set. It drives parsing, `--help`, docs/configuration.md and
// deploy/lockstep.toml.example, so that none of them can say something else.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/cli/config.h"

namespace lockstep::cli {

/// Where a setting lives. Its type says how the value is written and checked.
using SettingMember = std::variant<std::string Config::*, std::filesystem::path Config::*,
                                   bool Config::*, std::int64_t Config::*, double Config::*,
                                   Endpoint Config::*, EmailPreference Config::*, Secret Config::*>;

struct Setting {
  std::string_view key;                       ///< In the TOML file, e.g. `vendor.concurrency`.
  std::vector<std::string_view> environment;  ///< The first one that is set wins.
  SettingMember member;
  std::string_view fallback;
  std::string_view help;
  double min = std::numeric_limits<double>::lowest();  ///< For numbers.
  double max = std::numeric_limits<double>::max();
  std::vector<std::string_view> choices{};  ///< For text: if any, nothing else is accepted.
  bool is_url = false;                      ///< For text: http or https, without credentials.
  bool reloadable = false;                  ///< Taken over on SIGHUP, without a restart.

  /// A secret cannot stand in the TOML file or on the command line: there its key and flag name a
  /// file that holds it.
  [[nodiscard]] bool secret() const { return std::holds_alternative<Secret Config::*>(member); }
  /// `vendor.token` is `vendor.token_file` in the TOML file, because it is a secret.
  [[nodiscard]] std::string file_key() const;
  /// E.g. `--vendor-concurrency`, `--vendor-token-file`.
  [[nodiscard]] std::string flag() const;
  /// What a value looks like, for people: `a whole number from 1 to 64`.
  [[nodiscard]] std::string expected() const;
};

/// In the order of the documentation.
std::span<const Setting> all_settings();

/// Stores a value given as text; false when it is not what expected() says.
[[nodiscard]] bool assign(const Setting& setting, const std::string& text, Config& config);

/// The value as text; `(set)` or `(not set)` for a secret.
std::string shown(const Setting& setting, const Config& config);

/// The settings whose values differ.
std::vector<const Setting*> changed_settings(const Config& before, const Config& after);

/// docs/configuration.md, whole.
std::string configuration_markdown();
/// deploy/lockstep.toml.example, whole.
std::string configuration_example();
/// The name in `known` that is nearest to `name`.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

}  // namespace lockstep::cli
