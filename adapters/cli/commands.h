// The commands of the binary: each adds itself to the command line, and runs when it was chosen.
#pragma once
#include <functional>
#include <vector>

#include "adapters/cli/exit_code.h"
#include "events/result.h"

namespace CLI {
class App;
}

namespace lockstep::cli {

using Run = std::function<ExitCode()>;

/// What was chosen on the command line: set by the callback of one command.
struct Chosen {
  Run run;
};

void add_serve(CLI::App& app, Chosen& chosen);
void add_demo(CLI::App& app, Chosen& chosen);
void add_mock(CLI::App& app, Chosen& chosen);
void add_migrate(CLI::App& app, Chosen& chosen);
void add_log(CLI::App& app, Chosen& chosen);
void add_verify(CLI::App& app, Chosen& chosen);
void add_replay(CLI::App& app, Chosen& chosen);
void add_service_key(CLI::App& app, Chosen& chosen);
void add_version(CLI::App& app, Chosen& chosen);

/// `lockstep: <detail>` and the remedy, on standard error.
ExitCode fail(const Error& error);

}  // namespace lockstep::cli
