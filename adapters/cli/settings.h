// The table of everything that can be set. It drives parsing, `--help`, docs/configuration.md and
// deploy/lockstep.toml.example, so that none of them can say something else.
#pragma once
#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "adapters/cli/config.h"
#include "adapters/cli/config_toml.h"

namespace lockstep::cli {

template <class Way, class T>
concept LeadsTo = std::same_as<std::invoke_result_t<Way, Config&>, T*>;

/// Where a setting of type T is kept, made of the way there: `[](auto& c) { return &c.mock.seed; }`
template <class T>
class Slot {
 public:
  template <LeadsTo<T> Way>
  Slot(Way way) : to_change_(way), to_read_(way) {}  // NOLINT(google-explicit-constructor): a row.

  T& in(Config& config) const { return *to_change_(config); }
  const T& in(const Config& config) const { return *to_read_(config); }

 private:
  T* (*to_change_)(Config&);
  const T* (*to_read_)(const Config&);
};

/// The type of what is set says how its value is written and checked.
using SettingMember =
    std::variant<Slot<std::string>, Slot<std::filesystem::path>, Slot<bool>, Slot<int>,
                 Slot<std::int64_t>, Slot<std::size_t>, Slot<double>, Slot<std::chrono::seconds>,
                 Slot<std::chrono::milliseconds>, Slot<Endpoint>, Slot<EmailPreference>,
                 Slot<FoundAccounts>, Slot<Secret>>;

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
  [[nodiscard]] bool secret() const { return std::holds_alternative<Slot<Secret>>(member); }
  /// `vendor.token` is `vendor.token_file` in the TOML file, because it is a secret.
  [[nodiscard]] std::string file_key() const;
  /// E.g. `--vendor-concurrency`, `--vendor-token-file`.
  [[nodiscard]] std::string flag() const;
  /// What a value looks like, for people: `a whole number from 1 to 64`.
  [[nodiscard]] std::string expected() const;
  /// What a value is in a TOML file. A decimal may be written as a whole number.
  [[nodiscard]] TomlKind toml_kind() const;
  /// A duration is a number of what its key ends in, `_seconds` or `_ms`, whatever it is kept as.
  [[nodiscard]] std::chrono::milliseconds unit() const;
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
