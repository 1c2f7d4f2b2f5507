// `lockstep serve`: the engine, until it is told to stop.
#include <algorithm>
#include <cstdlib>
#include <iostream>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "adapters/cli/command_config.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/engine.h"
#include "adapters/cli/json_logger.h"
#include "adapters/cli/open_files.h"
#include "adapters/cli/settings.h"
#include "adapters/cli/signals.h"
#include "adapters/cli/system_clock.h"
#include "adapters/cli/threads.h"
#include "base/url.h"

namespace lockstep::cli {

namespace {

// SIGHUP: takes over what can change while it runs, says what needs a restart, and keeps on as it
// was when the configuration makes no sense.
void reload(const ConfigFlags& flags, Config& config, Engine& engine, ports::Logger& logger) {
  auto fresh = flags.load();
  if (!fresh) {
    logger.log(ports::Level::error, "reload_refused",
               {{"type", fresh.error().type}, {"detail", fresh.error().detail}});
    return;
  }
  for (const auto* setting : changed_settings(config, fresh.value()))
    logger.log(setting->reloadable ? ports::Level::info : ports::Level::warning,
               setting->reloadable ? "setting_changed" : "setting_needs_restart",
               {{"key", setting->file_key()}, {"value", shown(*setting, fresh.value())}});
  engine.reload(fresh.value());
  config = std::move(fresh).value();
}

// Without them connections would wait unaccepted, and nobody would know why: there are no more
// connections than files for them. With too few for what is stored, an append could fail.
Result<Config> fitted_to_open_files(Config config, ports::Logger& logger) {
  constexpr std::uint64_t kLeast = 256;
  constexpr std::uint64_t kOfStores = 512;
  auto& http = config.http;
  const auto wanted = http.max_connections + http.streams.max_open + kOfStores;
  const auto limit = raise_open_files();
  if (limit < kLeast)
    return Error{Errc::unavailable, "open-files-too-few",
                 "This process may have " + std::to_string(limit) + " files open; it needs " +
                     std::to_string(wanted) + ", and never runs with fewer than " +
                     std::to_string(kLeast) + ".",
                 "Raise the limit (ulimit -n, LimitNOFILE=)."};
  if (limit >= wanted) return config;
  const auto left = limit - std::min(kOfStores, limit / 2);
  http.streams.max_open = std::min<std::uint64_t>(http.streams.max_open, left / 4);
  http.max_connections = std::min(http.max_connections, left - http.streams.max_open);
  logger.log(ports::Level::warning, "open_files_few",
             {{"limit", limit},
              {"wanted", wanted},
              {"connections", std::uint64_t{http.max_connections}},
              {"streams", std::uint64_t{http.streams.max_open}},
              {"advice", "Raise it (ulimit -n, LimitNOFILE=) or lower http.connections."}});
  return config;
}

// What a start does not refuse, and somebody should know.
void warn_of(const Config& config, ports::Logger& logger) {
  if (!config.engine.integration_enabled)
    logger.log(ports::Level::warning, "integration_off",
               {{"advice", "Commands are recorded; nothing is sent to the game platform."}});
  const auto vendor = base::parse_http_url(config.vendor_client.base_url);
  if (vendor && !vendor->secure && !base::is_loopback(vendor->host))
    logger.log(ports::Level::warning, "vendor_unencrypted",
               {{"advice",
                 "The API token and personal data go to the game platform in the clear. "
                 "Set an https address in vendor.base_url."}});
}

ExitCode serve(const ConfigFlags& flags) {
  take_over_signals();
  auto config = flags.load();
  if (!config) return fail(config.error());
  if (const auto token = require_vendor_token(config.value()); !token) return fail(token.error());
  if (const auto way_in = require_way_in(config.value()); !way_in) return fail(way_in.error());
  if (const auto threads = expect_threads(); !threads) return fail(threads.error());
  const SystemClock clock;
  JsonLogger logger{clock, level_from_name(config.value().log_level), STDERR_FILENO};
  const auto fitted = fitted_to_open_files(config.value(), logger);
  if (!fitted) return fail(fitted.error());
  auto engine = Engine::start(fitted.value(), logger);
  if (!engine) return fail(engine.error());
  warn_of(config.value(), logger);
  logger.log(ports::Level::info, "serving",
             {{"host", config.value().http.listen.host}, {"port", engine.value()->http_port()}});
  wait_for_stop([&] { return !engine.value()->fatal().empty(); },
                [&] { reload(flags, config.value(), *engine.value(), logger); });
  if (const auto why = engine.value()->fatal(); !why.empty()) {
    logger.log(ports::Level::error, "fatal", {{"detail", why}});
    logger.drain();
    // The log is in an unknown state: nothing that ends in order may touch it any more.
    std::_Exit(static_cast<int>(ExitCode::fatal));
  }
  logger.log(ports::Level::info, "stopping", {});
  bound_the_stop();
  return ExitCode::ok;
}

}  // namespace

void add_serve(CLI::App& app, Chosen& chosen) {
  auto* command = app.add_subcommand("serve", "Run the engine: HTTP API, sync, export.");
  auto flags = with_config_flags(*command);
  command->callback([&chosen, flags] { chosen.run = [flags] { return serve(*flags); }; });
}

}  // namespace lockstep::cli
