// The binary's entry: one command, one exit code.
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "adapters/cli/commands.h"

namespace {

using namespace lockstep::cli;  // NOLINT(google-build-using-namespace): this file only wires.

// What was asked for may not have been told: a full disk, a closed pipe.
int told(ExitCode code) {
  if (code != ExitCode::ok || std::cout.flush()) return static_cast<int>(code);
  std::cerr << "lockstep: the output could not be written\n";
  return static_cast<int>(ExitCode::failed);
}

int run(int argc, char** argv) {
  CLI::App app{"Keeps a coach dashboard and the MetaCTF game platform in lockstep."};
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 stored data damaged,\n"
      "4 something needed is not there, 5 the event log stopped. See docs/runbook.md.");
  Chosen chosen;
  add_serve(app, chosen);
  add_demo(app, chosen);
  add_mock(app, chosen);
  add_migrate(app, chosen);
  add_log(app, chosen);
  add_verify(app, chosen);
  add_replay(app, chosen);
  add_service_key(app, chosen);
  add_version(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int shown = app.exit(error);
    return shown == 0 ? told(ExitCode::ok) : static_cast<int>(ExitCode::usage);
  }
  return told(chosen.run());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception&) {
    // what() may hold anything, so it is not shown.
    std::cerr << "lockstep: ended by an unexpected error\n";
    return static_cast<int>(ExitCode::failed);
  }
}
