// The small commands: migrate, service-key, version, and how errors are shown.
#include <iostream>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "adapters/cli/command_config.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/line_queue.h"
#include "adapters/http/auth/service_keys.h"
#include "adapters/postgres/migrate.h"

#ifndef LOCKSTEP_VERSION
#error "LOCKSTEP_VERSION comes from CMake"
#endif

namespace lockstep::cli {

ExitCode fail(const Error& error) {
  // Nobody may read it; to end is what matters then.
  LineQueue lines{STDERR_FILENO};
  lines.put("lockstep: " + error.detail + (error.type.empty() ? "" : " [" + error.type + "]"));
  if (!error.remedy.empty()) lines.put("  " + error.remedy);
  return exit_code_for(error);
}

namespace {

ExitCode migrate(const ConfigFlags& flags, bool dry_run) {
  const auto config = flags.load();
  if (!config) return fail(config.error());
  const auto& url = config.value().database_url.reveal();
  if (url.empty())
    return fail({Errc::invalid, "no-database", "There is no database to migrate.",
                 "Set DATABASE_URL, e.g. postgres://user@host/database."});
  const auto report = postgres::migrate(url, dry_run);
  if (!report) return fail(report.error());
  for (const auto& applied : report.value().applied)
    std::cout << (dry_run ? "would apply " : "applied ") << applied << '\n';
  if (report.value().applied.empty()) std::cout << "nothing to do: the schema is up to date\n";
  return ExitCode::ok;
}

ExitCode service_key(const std::string& name) {
  const auto key = http::make_service_key();
  const auto entry = name + "=" + http::hashed_service_key(key);
  if (const auto checked = http::parse_service_keys(entry); !checked)
    return fail({Errc::invalid, "service-key-name",
                 "The name must be 1 to 64 letters, digits, "
                 "'-' or '_'.",
                 ""});
  std::cout << "key, for who calls, shown once:  " << key << '\n'
            << "entry of auth.service_keys:      " << entry << '\n';
  return ExitCode::ok;
}

ExitCode version(bool json) {
  if (json)
    std::cout << R"({"name":"lockstep","version":")" << LOCKSTEP_VERSION << "\"}\n";
  else
    std::cout << "lockstep " << LOCKSTEP_VERSION << '\n';
  return ExitCode::ok;
}

}  // namespace

void add_migrate(CLI::App& app, Chosen& chosen) {
  auto* command = app.add_subcommand(
      "migrate", "Create in Postgres what the export needs; never changes what is there.");
  auto flags = with_config_flags(*command);
  auto dry_run = std::make_shared<bool>(false);
  command->add_flag("--dry-run", *dry_run, "Show what would be applied, change nothing.");
  command->callback([&chosen, flags, dry_run] {
    chosen.run = [flags, dry_run] { return migrate(*flags, *dry_run); };
  });
}

void add_service_key(CLI::App& app, Chosen& chosen) {
  auto* command = app.add_subcommand("service-key", "Make a key for a server that calls the API.");
  auto name = std::make_shared<std::string>();
  command->add_option("name", *name, "Who it is for, as the audit will say.")->required();
  command->callback([&chosen, name] { chosen.run = [name] { return service_key(*name); }; });
}

void add_version(CLI::App& app, Chosen& chosen) {
  auto* command = app.add_subcommand("version", "Print the version.");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "For machines.");
  command->callback([&chosen, json] { chosen.run = [json] { return version(*json); }; });
}

}  // namespace lockstep::cli
