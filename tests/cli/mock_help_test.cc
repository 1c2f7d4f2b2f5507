// `lockstep mock --help` and docs/mock.md tell everything that the mock can do.
#include "adapters/cli/mock_help.h"

#include <fstream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include "adapters/cli/commands.h"
#include "adapters/metactf_mock/admin.h"
#include "adapters/metactf_mock/behaviour_options.h"
#include "adapters/metactf_mock/dataset.h"
#include "adapters/metactf_mock/faults.h"

namespace lockstep::cli {
namespace {

std::vector<std::string> everything() {
  std::vector<std::string> out;
  for (const auto& dataset : metactf_mock::dataset_list()) out.emplace_back(dataset.name);
  for (const auto& fault : metactf_mock::fault_list()) out.emplace_back(fault.name);
  for (const auto& route : metactf_mock::admin_routes()) out.emplace_back(route.path);
  for (const auto& option : metactf_mock::behaviour_options()) {
    out.emplace_back(option.flag);
    for (const auto value : option.values) out.emplace_back(value);
  }
  return out;
}

std::string help_of_mock() {
  CLI::App app;
  Chosen chosen;
  add_mock(app, chosen);
  return app.get_subcommand("mock")->help();
}

TEST(MockHelp, TellsEverything) {
  const auto help = help_of_mock();
  for (const auto& word : everything())
    EXPECT_NE(help.find(word), std::string::npos) << word << " is not in the help";
}

TEST(MockHelp, TheDocumentTellsEverything) {
  std::ifstream file{SOURCE_DIR "/docs/mock.md"};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  for (const auto& word : everything())
    EXPECT_NE(text.find(word), std::string::npos) << word << " is not in docs/mock.md";
  for (const auto& option : metactf_mock::behaviour_options())
    EXPECT_NE(text.find("`" + std::string(option.name) + "`"), std::string::npos) << option.name;
}

TEST(MockFlags, AValueThatAnOptionDoesNotHaveIsRefused) {
  CLI::App app;
  Chosen chosen;
  add_mock(app, chosen);
  EXPECT_THROW(app.parse("mock --on-repeat sometimes"), CLI::ValidationError);
  EXPECT_THROW(app.parse("mock --late-seconds -1"), CLI::ParseError);
  app.parse("mock --on-repeat second-record --late-seconds 5 --reset");
  EXPECT_TRUE(static_cast<bool>(chosen.run));
}

}  // namespace
}  // namespace lockstep::cli
