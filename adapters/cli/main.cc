// The binary's entry: one command, one exit code.
#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "adapters/cli/commands.h"
#include "adapters/cli/settings.h"

namespace {

using namespace lockstep::cli;  // NOLINT(google-build-using-namespace): this file only wires.

// Else the next file that is opened would be taken for one of them: lines of the log would go into
// a store. What is written to one of these fails, as it would have.
void open_what_is_closed() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    const int unusable = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): that is how these two are declared.
    if (fcntl(descriptor, F_GETFD) < 0) open("/dev/null", unusable);
  }
}

// What was asked for may not have been told: a full disk, a closed pipe.
int told(ExitCode code) {
  if (code != ExitCode::ok || std::cout.flush()) return static_cast<int>(code);
  std::cerr << "lockstep: the output could not be written\n";
  return static_cast<int>(ExitCode::failed);
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> out;
  for (const auto* command : app.get_subcommands({})) out.push_back(command->get_name());
  return out;
}

lockstep::Error no_such_command(const std::string& given, const std::vector<std::string>& known) {
  return {lockstep::Errc::invalid, "command-unknown", "There is no command `" + given + "`.",
          "The nearest is `" + nearest_name(given, known) + "`; `lockstep --help` lists all."};
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
  const auto known = commands_of(app);
  if (argc > 1 && argv[1][0] != '-' && std::ranges::find(known, argv[1]) == known.end())
    return static_cast<int>(fail(no_such_command(argv[1], known)));
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
  open_what_is_closed();
  // A file that may not grow (`ulimit -f`) is a write that fails, as on a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return run(argc, argv);
  } catch (const std::exception&) {
    // what() may hold anything, so it is not shown.
    std::cerr << "lockstep: ended by an unexpected error\n";
    return static_cast<int>(ExitCode::failed);
  }
}
