// `lockstep mock`: the made-up vendor, until it is told to stop.
#include <chrono>
#include <iostream>

#include <CLI/CLI.hpp>

#include "adapters/cli/command_config.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/mock_help.h"
#include "adapters/cli/signals.h"
#include "adapters/cli/terminal.h"
#include "adapters/metactf_mock/behaviour_options.h"
#include "adapters/metactf_mock/mock_server.h"

namespace lockstep::cli {

namespace {

/// What is said on the command line alone.
struct MockFlags {
  std::shared_ptr<ConfigFlags> config;
  metactf_mock::Behaviour behaviour;
  bool reset = false;
};

metactf_mock::MockOptions options_of(const MockFlags& flags, const Config& config) {
  auto options = config.mock;
  options.token = config.vendor_client.token.reveal();
  options.database_url = config.database_url.reveal();
  options.reset = flags.reset;
  options.behaviour = flags.behaviour;
  return options;
}

/// One line about how it is, redrawn every second while a person is looking.
void show_until_stop(metactf_mock::MockServer& server) {
  using Clock = std::chrono::steady_clock;
  const auto terminal = terminal_of(stdout);
  Clock::time_point drawn;
  wait_for_stop([&] {
    if (!terminal.interactive || Clock::now() - drawn < std::chrono::seconds{1}) return false;
    drawn = Clock::now();
    std::cout << '\r' << server.summary_line() << "\x1b[K" << std::flush;
    return false;
  });
  if (terminal.interactive) std::cout << '\n';
}

ExitCode mock(const MockFlags& flags) {
  take_over_signals();
  const auto config = flags.config->load();
  if (!config) return fail(config.error());
  if (!config.value().mock_enabled)
    return fail({Errc::forbidden, "mock-disabled", "The mock is switched off on this machine.",
                 "ENABLE_METACTF_MOCK=true switches it on."});
  auto server = metactf_mock::MockServer::start(options_of(flags, config.value()));
  if (!server) return fail(server.error());
  std::cout << "mock vendor at " << server.value()->base_url() << '\n'
            << server.value()->beginning() << '\n'
            << "admin at " << server.value()->admin_url() << std::endl;
  show_until_stop(*server.value());
  server.value()->stop();
  return ExitCode::ok;
}

void add_behaviour_flags(CLI::App& command, MockFlags& flags) {
  for (const auto& option : metactf_mock::behaviour_options()) {
    const auto store = [&flags, &option](const std::string& text) {
      const auto done = metactf_mock::set_option(flags.behaviour, option, text);
      if (!done) throw CLI::ValidationError(std::string(option.flag), done.error().detail);
    };
    command
        .add_option_function<std::string>(std::string(option.flag), store,
                                          std::string(option.help) + " [" + option.shown({}) + "]")
        ->type_name(option.choices())
        ->group("What the contract leaves open");
  }
}

}  // namespace

void add_mock(CLI::App& app, Chosen& chosen) {
  auto* command = app.add_subcommand("mock", "Serve a made-up vendor, for development and tests.");
  const auto flags = std::make_shared<MockFlags>();
  flags->config = with_config_flags(*command);
  command->add_flag("--reset", flags->reset,
                    "Begin anew, even if the storage has this dataset already.");
  add_behaviour_flags(*command, *flags);
  command->footer(mock_help());
  command->callback([&chosen, flags] { chosen.run = [flags] { return mock(*flags); }; });
}

}  // namespace lockstep::cli
