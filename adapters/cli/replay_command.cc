// `lockstep replay`: one group of read models is made anew beside what is read and takes its place,
// in an engine that goes on serving.
#include <iostream>

#include <CLI/CLI.hpp>

#include "adapters/cli/command_config.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/control_socket.h"
#include "adapters/cli/terminal.h"
#include "projections/all_projections.h"

namespace lockstep::cli {

namespace {

std::uint64_t number(const boost::json::object& line, const char* name) {
  const auto* found = line.if_contains(name);
  boost::system::error_code ignored;
  return found == nullptr ? 0 : found->to_number<std::uint64_t>(ignored);
}

std::string text(const boost::json::object& line, const char* name) {
  const auto* found = line.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string{};
}

std::string known_groups() {
  std::string out;
  for (const auto& group : projections::groups())
    out += (out.empty() ? "" : ", ") + std::string(group.name);
  return out;
}

ExitCode replay(const ConfigFlags& flags, const std::string& group, bool with_switch) {
  if (!projections::find_group(group))
    return fail({Errc::invalid, "group-unknown", "There is no group of this name.",
                 "There are: " + known_groups() + "."});
  if (!with_switch)
    return fail({Errc::invalid, "switch-missing", "What is made anew is of use only in its place.",
                 "Say --switch."});
  const auto config = flags.load();
  if (!config) return fail(config.error());
  std::optional<ProgressBar> bar;
  const auto heard = [&](const boost::json::object& line) {
    if (!bar) bar.emplace(std::cerr, terminal_of(stderr), group, number(line, "head"));
    bar->update(number(line, "position"));
  };
  const auto last =
      ask_engine(config.value().data_dir, {{"command", "rebuild"}, {"group", group}}, heard);
  if (!last) return fail(last.error());
  if (last.value().contains("error"))
    return fail({Errc::unavailable, text(last.value(), "error"), text(last.value(), "detail"),
                 text(last.value(), "remedy")});
  if (bar) bar->finish();
  std::cout << group << " was made anew and took its place at position "
            << number(last.value(), "position") << '\n';
  return ExitCode::ok;
}

}  // namespace

void add_replay(CLI::App& app, Chosen& chosen) {
  auto* command = app.add_subcommand(
      "replay", "Make a group of read models anew in a running engine, which goes on serving.");
  auto flags = with_config_flags(*command);
  auto group = std::make_shared<std::string>();
  auto with_switch = std::make_shared<bool>(false);
  command->add_option("--group", *group, "Which: " + known_groups() + ".")->required();
  command->add_flag("--switch", *with_switch, "Let it take the place of what is read.");
  command->callback([&chosen, flags, group, with_switch] {
    chosen.run = [flags, group, with_switch] { return replay(*flags, *group, *with_switch); };
  });
}

}  // namespace lockstep::cli
