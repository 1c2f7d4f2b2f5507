// The configuration: a value for one environment variable in the first line, a TOML file in the
// rest. What is taken is within its limits and the same when it is written and read again; a
// refusal repeats no value, which may be a secret.
#include <string>

#include "adapters/cli/config.h"
#include "adapters/cli/settings.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using cli::Setting;

constexpr std::size_t kTelling = 6;  ///< Shorter values stand in any sentence.

cli::ConfigSources sources_of(std::string_view variable, std::string value, std::string file) {
  cli::ConfigSources out;
  out.config_file = "lockstep.toml";
  if (!variable.empty()) out.environment[std::string(variable)] = std::move(value);
  out.read_file = [file](const std::filesystem::path& path) -> Result<std::string> {
    if (path == "lockstep.toml") return file;
    return Error{Errc::not_found, "not-found", "There is none.", ""};
  };
  return out;
}

void check_same_again(const cli::Config& config) {
  for (const auto& setting : cli::all_settings()) {
    if (setting.secret()) continue;
    const auto text = cli::shown(setting, config);
    auto again = config;
    require(cli::assign(setting, text, again), "what is shown is not what may be set");
    require(cli::shown(setting, again) == text, "set again it is something else");
  }
}

void check_silent(const Error& why, const std::string& value) {
  require(why.code == Errc::invalid && !why.detail.empty(), "no reason");
  if (value.size() < kTelling) return;
  const auto told = why.detail + why.remedy;
  // Unless it is made of our own words.
  const bool ours = cli::configuration_markdown().find(value) != std::string::npos;
  require(ours || told.find(value) == std::string::npos, "a refusal that repeats a value");
}

void run(Input input) {
  const auto settings = cli::all_settings();
  const auto& setting = settings[input.byte() % settings.size()];
  std::string value{input.line()};
  if (value.find('\0') != std::string::npos) return;  // No environment can hold it.
  const auto variable = setting.environment.empty() ? "" : setting.environment.front();

  const auto alone = cli::load_config(sources_of(variable, value, ""));
  if (alone)
    check_same_again(alone.value());
  else
    check_silent(alone.error(), value);
  const auto filed = cli::load_config(sources_of("", "", std::string(input.rest())));
  if (filed)
    check_same_again(filed.value());
  else
    require(filed.error().code == Errc::invalid, "refused as something else");
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
