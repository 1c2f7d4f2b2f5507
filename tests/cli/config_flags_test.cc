// Every setting is a flag, too, except that secrets are named by file.
#include "adapters/cli/config_flags.h"

#include <fstream>

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include "adapters/cli/command_config.h"
#include "adapters/cli/settings.h"
#include "adapters/http/auth/service_keys.h"
#include "tests/support/temp_dir.h"

namespace lockstep::cli {
namespace {

struct Parsed {
  std::map<std::string, std::string> flags;
  std::string config_file;
};

Parsed parse(std::vector<std::string> arguments) {
  CLI::App app;
  Parsed out;
  add_config_flags(app, out.flags, out.config_file);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back.
  app.parse(arguments);
  return out;
}

TEST(ConfigFlags, HandOnWhatWasGivenAndNothingElse) {
  const auto given =
      parse({"--config", "x.toml", "--listen", "127.0.0.1:0", "--vendor-concurrency=8"});
  EXPECT_EQ(given.config_file, "x.toml");
  EXPECT_EQ(given.flags, (std::map<std::string, std::string>{{"--listen", "127.0.0.1:0"},
                                                             {"--vendor-concurrency", "8"}}));
}

TEST(ConfigFlags, LetAYesNoFlagStandAloneOrWithAValue) {
  EXPECT_EQ(parse({"--dev-auth"}).flags.at("--dev-auth"), "true");
  EXPECT_EQ(parse({"--dev-auth=false"}).flags.at("--dev-auth"), "false");
  EXPECT_EQ(parse({"--dev-auth", "--log-level", "debug"}).flags.at("--dev-auth"), "true");
}

TEST(ConfigFlags, NeverTakeASecretItself) {
  for (const auto& setting : all_settings())
    EXPECT_EQ(setting.secret(), setting.flag().ends_with("-file") &&
                                    setting.key.find("_file") == std::string_view::npos)
        << setting.key;
  EXPECT_THROW(parse({"--vendor-token", "x"}), CLI::ParseError);
  EXPECT_EQ(parse({"--vendor-token-file", "/run/t"}).flags.at("--vendor-token-file"), "/run/t");
}

TEST(ConfigFlags, KeepOfAServiceKeyItsHashAlone) {
  const testing_support::TempDir dir;
  const auto file = dir.path() / "key";
  const auto key = http::make_service_key();
  std::ofstream(file) << key << '\n';
  ConfigFlags flags;
  flags.flags["--service-key-file"] = file.string();
  const auto config = flags.load();
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_EQ(config.value().http.service_key.reveal(), http::hashed_service_key(key));
  std::ofstream(file) << "hunter2-sesame\n";
  EXPECT_EQ(flags.load().error().type, "service-key-weak");
}

}  // namespace
}  // namespace lockstep::cli
