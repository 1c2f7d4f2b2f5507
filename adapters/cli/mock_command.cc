// `lockstep mock`: the made-up vendor, until it is told to stop.
#include <iostream>

#include <CLI/CLI.hpp>

#include "adapters/cli/command_config.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/signals.h"
#include "adapters/cli/terminal.h"
#include "adapters/metactf_mock/mock_server.h"

namespace lockstep::cli {

namespace {

ExitCode mock(const ConfigFlags& flags) {
  block_stop_signals();
  const auto config = flags.load();
  if (!config) return fail(config.error());
  if (config.value().mock_storage != "memory")
    return fail({Errc::invalid, "mock-storage-unknown",
                 "The mock keeps its data in memory; no other storage is there yet.",
                 "Leave META_CTF_MOCK_STORAGE at memory."});
  metactf_mock::MockOptions options;
  options.host = config.value().mock_listen.host;
  options.port = config.value().mock_listen.port;
  options.token = config.value().api_token.reveal();
  options.dataset = config.value().mock_dataset;
  auto server = metactf_mock::MockServer::start(options);
  if (!server) return fail(server.error());
  std::cout << "mock vendor with dataset " << options.dataset << " at "
            << server.value()->base_url() << '\n'
            << "admin at " << server.value()->admin_url() << std::endl;
  const auto terminal = terminal_of(stdout);
  wait_for_stop([&] {
    if (terminal.interactive)
      std::cout << '\r' << server.value()->summary_line() << "\x1b[K" << std::flush;
    return false;
  });
  if (terminal.interactive) std::cout << '\n';
  server.value()->stop();
  return ExitCode::ok;
}

}  // namespace

void add_mock(CLI::App& app, Chosen& chosen) {
  auto* command = app.add_subcommand("mock", "Serve a made-up vendor, for development and tests.");
  auto flags = with_config_flags(*command);
  std::string datasets;
  for (const auto& name : metactf_mock::dataset_names()) datasets += "\n  " + name;
  command->footer("Datasets:" + datasets +
                  "\nAdmin routes are under /__admin: reset, seed, datasets, activity, faults,"
                  "\nrequests, state. Without GAME_PLATFORM_API_TOKEN any bearer token is taken.");
  command->callback([&chosen, flags] { chosen.run = [flags] { return mock(*flags); }; });
}

}  // namespace lockstep::cli
