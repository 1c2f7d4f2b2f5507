// `lockstep demo`: the made-up vendor, the engine and a dashboard's data in one process, from
// nothing to a synced table.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>
#include <sstream>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "adapters/cli/command_config.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/demo_feed.h"
#include "adapters/cli/engine.h"
#include "adapters/cli/json_logger.h"
#include "adapters/cli/signals.h"
#include "adapters/cli/system_clock.h"
#include "adapters/cli/terminal.h"
#include "adapters/metactf_mock/mock_server.h"
#include "engine/usecases/freshness.h"
#include "events/codec.h"

namespace lockstep::cli {

namespace {

using metactf_mock::MockServer;
using projections::MembershipSync;
namespace fs = std::filesystem;

constexpr std::chrono::seconds kSyncWithin{60};
constexpr const char* kToken = "demo-token";

/// Gone when the demo ends: its vendor forgets everything too.
struct DemoDirectory {
  fs::path path;
  DemoDirectory() {
    auto pattern = (fs::temp_directory_path() / "lockstep-demo-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path = pattern;
  }
  ~DemoDirectory() {
    std::error_code ignored;
    if (!path.empty()) fs::remove_all(path, ignored);
  }
  DemoDirectory(const DemoDirectory&) = delete;
  DemoDirectory& operator=(const DemoDirectory&) = delete;
};

/// The wished port, or any free one when somebody has it.
Result<std::unique_ptr<MockServer>> start_mock(int port) {
  metactf_mock::MockOptions options;
  options.listen.port = port;
  options.token = kToken;
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::system_clock::now().time_since_epoch());
  options.anchor = now.count();
  auto started = MockServer::start(options);
  if (started || port == 0) return started;
  options.listen.port = 0;
  return MockServer::start(options);
}

Result<std::unique_ptr<Engine>> start_engine(Config config, ports::Logger& logger) {
  auto started = Engine::start(config, logger);
  if (started || started.error().type != "port-in-use") return started;
  config.http.listen.port = 0;
  return Engine::start(config, logger);
}

bool has_scores(Engine& engine, const CompetitorId& id) {
  const auto known = engine.reads().scores().sync_state(id);
  const auto polls = engine.operations().polls_of({usecases::polls_subject(id)});
  if (!known || !polls) return false;
  const auto sync = usecases::sync_state_now(id, known.value(), polls.value());
  return sync && sync->last_odl_synced_at && sync->last_flash_ctf_synced_at;
}

bool is_synced(Engine& engine, const metactf_mock::CompetitorFacts& one) {
  auto& reads = engine.reads();
  const auto row = reads.roster().competitor({one.id});
  if (!row || !row.value()) return false;
  if (!one.profile_complete || !one.compliance_complete) return true;
  const auto member = reads.roster().membership({one.id});
  const bool team =
      !one.team_id || (member && member.value() && member.value()->sync == MembershipSync::synced);
  return row.value()->status == events::CompetitorStatus::complete &&
         has_scores(engine, {one.id}) && team;
}

enum class Wait : std::uint8_t { synced, in_vain, stopped };

Wait wait_until_synced(Engine& engine, const metactf_mock::Dataset& dataset,
                       const Terminal& terminal) {
  ProgressBar bar{std::cout, terminal, "syncing with the game platform",
                  dataset.competitors.size()};
  const auto give_up = std::chrono::steady_clock::now() + kSyncWithin;
  while (std::chrono::steady_clock::now() < give_up && engine.fatal().empty()) {
    std::uint64_t done = 0;
    for (const auto& one : dataset.competitors) done += is_synced(engine, one) ? 1U : 0U;
    bar.update(done);
    if (done == dataset.competitors.size()) {
      bar.finish();
      return Wait::synced;
    }
    if (stop_comes_within(std::chrono::milliseconds{50})) return Wait::stopped;
  }
  bar.finish();
  return Wait::in_vain;
}

std::string number(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "-";
}

void add_row(Table& table, ports::ReadStore& reads, const metactf_mock::CompetitorFacts& one,
             const std::string& team_name) {
  const auto row = reads.roster().competitor({one.id});
  if (!row || !row.value()) return;
  const auto& competitor = *row.value();
  const auto member = reads.roster().membership({one.id});
  const auto stats = reads.scores().stats({one.id});
  const bool complete = competitor.status == events::CompetitorStatus::complete;
  const auto* counts = stats && stats.value() ? &*stats.value() : nullptr;
  const bool on_team = member && member.value();
  const bool synced = on_team && member.value()->sync == MembershipSync::synced;
  table.add({{competitor.first_name + " " + competitor.last_name},
             {std::string(events::enum_name(competitor.division))},
             {std::string(events::enum_name(competitor.status)),
              complete ? Colour::green : Colour::yellow},
             {team_name},
             {on_team ? std::string(events::enum_name(member.value()->sync)) : "-",
              synced ? Colour::green : Colour::plain},
             {complete && counts ? number(counts->challenges_completed) : "-"},
             {complete && counts ? number(counts->total_score) : "-"},
             {complete && counts ? std::to_string(counts->flash_events_joined) : "-"}});
}

void show_table(ports::ReadStore& reads, const metactf_mock::Dataset& dataset,
                const Terminal& terminal) {
  Table table{{{"competitor"},
               {"division"},
               {"status"},
               {"team"},
               {"roster"},
               {"solved", Align::right},
               {"points", Align::right},
               {"flash", Align::right}}};
  for (const auto& one : dataset.competitors) {
    std::string team_name = "-";
    for (const auto& team : dataset.teams)
      if (one.team_id == team.id) team_name = team.name;
    add_row(table, reads, one, team_name);
  }
  table.print(std::cout, terminal);
}

void show_totals(ports::ReadStore& reads) {
  const auto summary = reads.across().summary(std::nullopt);
  if (!summary) return;
  const auto& s = summary.value();
  const auto complete = s.competitors_by_status.find("complete");
  std::cout << '\n'
            << s.competitors << " competitors, "
            << (complete == s.competitors_by_status.end() ? 0 : complete->second)
            << " on the game platform; " << s.teams_on_platform << " of " << s.teams
            << " teams there, " << s.members_synced << " members synced; " << s.odl_solves
            << " solves and " << s.flash_solves << " Flash CTF solves stored.\n";
}

void show_next_steps(const Engine& engine, const MockServer& mock) {
  const auto base = "http://127.0.0.1:" + std::to_string(engine.http_port());
  std::cout << "\nThe engine stays up. Try:\n"
            << "  curl -H 'Authorization: Bearer dev:admin:me' '" << base
            << "/api/competitors?limit=3'\n"
            << "  curl -H 'Authorization: Bearer dev:admin:me' " << base
            << "/api/game-platform/dashboard\n"
            << "  curl " << base << "/metrics\n"
            << "The made-up vendor is at " << mock.base_url() << ". Ctrl-C ends both.\n"
            << std::flush;
}

Result<Config> demo_config(const ConfigFlags& flags, const DemoDirectory& directory) {
  auto with_presets = flags;
  with_presets.presets["--data-dir"] = directory.path.string();
  with_presets.presets["--dev-auth"] = "true";
  with_presets.presets["--log-level"] = "error";
  with_presets.presets["--vendor-requests-per-second"] = "100";
  with_presets.presets["--vendor-start-requests-per-second"] = "100";
  LOCKSTEP_TRY(auto config, with_presets.load());
  config.vendor_client.token = Secret{kToken};
  config.engine.integration_enabled = true;
  return config;
}

ExitCode demo(const ConfigFlags& flags, bool exit_after_sync) {
  take_over_signals();
  const DemoDirectory directory;
  auto config = demo_config(flags, directory);
  if (!config) return fail(config.error());
  const SystemClock clock;
  JsonLogger logger{clock, level_from_name(config.value().log_level), STDERR_FILENO};
  const auto terminal = terminal_of(stdout);
  auto mock = start_mock(config.value().mock.listen.port);
  if (!mock) return fail(mock.error());
  config.value().vendor_client.base_url = mock.value()->base_url();
  auto engine = start_engine(config.value(), logger);
  if (!engine) return fail(engine.error());
  const auto& dataset = metactf_mock::baseline();
  if (config.value().mock.dataset != dataset.name)
    std::cerr << "The demo plays the dataset " << dataset.name << "; mock.dataset ("
              << config.value().mock.dataset << ") is for lockstep mock.\n";
  std::cout << "engine at http://127.0.0.1:" << engine.value()->http_port()
            << ", made-up vendor at " << mock.value()->base_url() << '\n';
  ProgressBar bar{std::cout, terminal, "telling the engine about everybody",
                  dataset.competitors.size()};
  const auto fed = feed_dataset(dataset, {"127.0.0.1", engine.value()->http_port()},
                                [&](std::size_t done, std::size_t total) {
                                  bar.update(done * dataset.competitors.size() / total);
                                });
  bar.finish();
  if (!fed) return fail(fed.error());
  const auto waited = wait_until_synced(*engine.value(), dataset, terminal);
  if (waited == Wait::stopped) {
    bound_the_stop();
    return ExitCode::ok;
  }
  show_table(engine.value()->reads(), dataset, terminal);
  show_totals(engine.value()->reads());
  if (waited == Wait::in_vain)
    return fail({Errc::timeout, "demo-not-synced", "Not everything was synced within 60 s.",
                 "Run it again with --log-level info and see what it waits for."});
  if (exit_after_sync) {
    bound_the_stop();
    return ExitCode::ok;
  }
  show_next_steps(*engine.value(), *mock.value());
  wait_for_stop([&] { return !engine.value()->fatal().empty(); });
  if (!engine.value()->fatal().empty()) std::_Exit(static_cast<int>(ExitCode::fatal));
  bound_the_stop();
  return ExitCode::ok;
}

}  // namespace

void add_demo(CLI::App& app, Chosen& chosen) {
  auto* command = app.add_subcommand(
      "demo", "Vendor, engine and data of 12 made-up competitors in one process.");
  auto flags = with_config_flags(*command);
  auto exit_after_sync = std::make_shared<bool>(false);
  command->add_flag("--exit-after-sync", *exit_after_sync,
                    "End with 0 when the table is shown, instead of staying up.");
  command->footer("Everything is kept in a temporary directory and gone when the demo ends.");
  command->callback([&chosen, flags, exit_after_sync] {
    chosen.run = [flags, exit_after_sync] { return demo(*flags, *exit_after_sync); };
  });
}

}  // namespace lockstep::cli
