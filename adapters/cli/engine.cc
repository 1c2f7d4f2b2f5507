#include "adapters/cli/engine.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "actors/system.h"
#include "adapters/cli/control_socket.h"
#include "adapters/cli/health_checks.h"
#include "adapters/cli/log_scrub.h"
#include "adapters/cli/rebuild_answer.h"
#include "adapters/cli/system_clock.h"
#include "adapters/http/api/server.h"
#include "adapters/libpq/pg_url.h"
#include "adapters/metactf/client.h"
#include "adapters/operations_store/sqlite_operations.h"
#include "adapters/postgres/postgres_sink.h"
#include "adapters/prometheus/prometheus_metrics.h"
#include "adapters/read_store/sqlite_read_store.h"
#include "base/mutex.h"
#include "engine/log/posix_files.h"
#include "engine/log/rocksdb_event_log.h"
#include "engine/log/watched_log.h"

namespace lockstep::cli {

struct Engine::Impl {
  explicit Impl(ports::Logger& l) : logger(l) {}

  ports::Logger& logger;
  SystemClock clock;
  TimeOrderedIds ids;
  prometheus::PrometheusMetrics metrics;
  log::OpenedLog log;  ///< Let go last: this process has the directory as long as it is open.
  std::unique_ptr<operations_store::SqliteOperations> operations;
  std::unique_ptr<read_store::SqliteReadStore> reads;
  std::unique_ptr<postgres::PostgresSink> postgres;
  std::unique_ptr<LogScrub> scrub;
  std::unique_ptr<actors::System> system;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<ControlServer> control;
  std::atomic<bool> log_damaged{false};  ///< Met by whoever read it, until the next start.
  mutable base::Mutex fatal_mutex;
  std::string fatal LOCKSTEP_GUARDED_BY(fatal_mutex);
  base::Mutex lost_lines_mutex;
  std::uint64_t counted_lost_lines LOCKSTEP_GUARDED_BY(lost_lines_mutex) = 0;

  [[nodiscard]] std::string why_fatal() const {
    const base::MutexLock lock{fatal_mutex};
    return fatal;
  }
  void stop_for(const std::string& why) {
    const base::MutexLock lock{fatal_mutex};
    if (fatal.empty()) fatal = why;
  }
  Result<void> open_stores(const Config& config);
  Result<std::vector<log::Witness>> open_witnesses(const Config& config, const log::Keyring& keys);
  Result<void> start_system(const Config& config);
  Result<void> start_http(const Config& config);
  void start_control(const Config& config);
  void start_scrub(const Config& config);
  void measure(const std::filesystem::path& data_dir, std::uint64_t floor);
  void await_rows() const;
  void count_lost_lines();
  [[nodiscard]] ports::HealthReport health() const;
  [[nodiscard]] std::function<std::optional<rate::GateReport>()> gate_reporter(
      const Config& config) const;
};

namespace {

constexpr std::chrono::seconds kWitnessPatience{3};
constexpr const char* kReadStore = "read.sqlite";
constexpr const char* kOperations = "operations.db";

/// Below so many free bytes nothing is accepted.
std::uint64_t floor_of(const Config& config) {
  return static_cast<std::uint64_t>(config.min_free_mib) << 20U;
}

/// How far a sink has seen the log: it must not be ahead of it.
void add_witness(std::vector<log::Witness>& witnesses, ports::ReadModelSink& sink,
                 ports::Logger& logger) {
  const auto lanes = sink.lanes();
  if (!lanes)
    return logger.log(ports::Level::warning, "witness_unavailable",
                      {{"sink", sink.name()}, {"type", lanes.error().type}});
  for (const auto& [lane, at] : lanes.value())
    if (at.position.value > 0)
      witnesses.push_back({std::string(sink.name()) + " checkpoint", at.position, at.hash});
}

/// One line for all damage that is met until the next start, which makes the store anew.
std::function<void(const Error&)> teller_of_damage(ports::Logger& logger, std::string_view store) {
  return [&logger, store](const Error& error) {
    logger.log(ports::Level::error, "store_damaged",
               {{"store", store},
                {"type", error.type},
                {"detail", error.detail},
                {"advice", "Restart: it is made anew. Check the disk and the memory."}});
  };
}

/// Of what a start threw away. A new version does so with a sound file.
void tell_made_anew(ports::Logger& logger, std::string_view what, const std::optional<Error>& why) {
  if (!why) return;
  const bool is_sound = why->type.ends_with("-of-another-version");
  logger.log(is_sound ? ports::Level::warning : ports::Level::error, what,
             {{"type", why->type}, {"detail", why->detail}});
}

/// What would be refused later, when a new directory has been made and a key in it.
Result<void> check_before_anything(const Config& config) {
  std::error_code failed;
  if (std::filesystem::exists(config.data_dir, failed) &&
      !std::filesystem::is_directory(config.data_dir, failed))
    return Error{Errc::invalid, "data-dir-not-a-directory",
                 "The data directory is a file: " + config.data_dir.string() + ".",
                 "Name a directory, or a path where one can be made."};
  LOCKSTEP_TRY(http::check_options(config.http));
  if (const auto& url = config.database_url.reveal(); !url.empty()) {
    LOCKSTEP_TRY(libpq::check_url(url));
  }
  if (config.engine.integration_enabled) {
    LOCKSTEP_TRY(metactf::make_client(config.vendor_client));
  }
  return boost::outcome_v2::success();
}

}  // namespace

Result<void> Engine::Impl::open_stores(const Config& config) {
  log::LogOptions options;
  options.directory = config.data_dir;
  options.master_key_file = config.master_key_file;
  options.min_free_bytes = floor_of(config);
  options.now = [this] { return clock.now(); };
  options.witnesses = [&](const log::Keyring& keys) { return open_witnesses(config, keys); };
  options.let_go = [this] {
    postgres.reset();
    reads.reset();
    operations.reset();
  };
  options.made_beside = {kReadStore, kOperations, kControlSocket};
  LOCKSTEP_TRY(auto opened_log, log::open_rocksdb_event_log(options));
  log = std::move(opened_log);
  log.log = std::make_unique<log::WatchedLog>(std::move(log.log), [this](const Error& error) {
    log_damaged = true;
    logger.log(ports::Level::error, "log_damage_met",
               {{"type", error.type}, {"detail", error.detail}});
  });
  if (log.created_master_key)
    logger.log(ports::Level::warning, "master_key_created",
               {{"file", log.master_key_file.string()},
                {"advice", "Back it up, apart from the data: without it personal data is lost."}});
  logger.log(ports::Level::info, "log_opened",
             {{"position", log.log->head().position}, {"created", log.created}});
  return boost::outcome_v2::success();
}

Result<std::vector<log::Witness>> Engine::Impl::open_witnesses(const Config& config,
                                                               const log::Keyring& keys) {
  // Here, because a first start that is refused now leaves nothing behind.
  LOCKSTEP_TRY(http::check_address(config.http));
  LOCKSTEP_TRY(operations,
               operations_store::SqliteOperations::open(config.data_dir / kOperations, keys));
  operations->when_damaged(teller_of_damage(logger, "operations"));
  tell_made_anew(logger, "operations_store_made_anew", operations->why_made_anew());
  if (auto pruned = operations->prune(clock.now()); !pruned)
    logger.log(ports::Level::warning, "operations_store_not_pruned",
               {{"type", pruned.error().type}});
  LOCKSTEP_TRY(auto opened, read_store::SqliteReadStore::open(config.data_dir / kReadStore, keys));
  reads = std::move(opened);
  reads->when_damaged(teller_of_damage(logger, "read"));
  tell_made_anew(logger, "read_store_rebuilt", reads->why_rebuilt());
  std::vector<log::Witness> witnesses;
  add_witness(witnesses, *reads, logger);
  if (!config.database_url.reveal().empty()) {
    const auto url = config.database_url.reveal();
    // Nobody is served before it is known, so it is not waited for as long as later.
    postgres::PostgresSink asked{url, kWitnessPatience};
    add_witness(witnesses, asked, logger);
    postgres = std::make_unique<postgres::PostgresSink>(url);
  }
  return witnesses;
}

Result<void> Engine::Impl::start_system(const Config& config) {
  const auto& client = config.vendor_client;
  std::vector<ports::ReadModelSink*> sinks{reads.get()};
  if (postgres) sinks.push_back(postgres.get());
  auto make_api = [client, address = std::make_shared<metactf::Address>()] {
    return std::move(metactf::make_client(client, address)).value();
  };
  system = std::make_unique<actors::System>(
      actors::Environment{.log = *log.log,
                          .snapshots = *log.log,
                          .writable_log = *log.log,
                          .reads = *reads,
                          .sinks = std::move(sinks),
                          .operations = *operations,
                          .clock = clock,
                          .ids = ids,
                          .logger = logger,
                          .metrics = metrics,
                          .make_api = std::move(make_api),
                          .on_fatal = [this](const std::string& why) { stop_for(why); },
                          .settings = config.engine});
  return boost::outcome_v2::success();
}

Result<void> Engine::Impl::start_http(const Config& config) {
  LOCKSTEP_TRY(
      auto started,
      http::Server::start(config.http,
                          {.commands = *system,
                           .reads = *reads,
                           .log = *log.log,
                           .operations = *operations,
                           .metrics = metrics,
                           .logger = logger,
                           .clock = clock,
                           .ids = ids,
                           .health = [this] { return health(); },
                           .measure = [this, data_dir = config.data_dir,
                                       floor = floor_of(config)] { measure(data_dir, floor); },
                           .gate = gate_reporter(config),
                           .onboarding = config.engine.onboarding,
                           .intervals = config.engine.plan.intervals}));
  server = std::move(started);
  return boost::outcome_v2::success();
}

// What is folded in a moment is there when the first one asks; what takes longer is told.
void Engine::Impl::await_rows() const {
  constexpr std::chrono::milliseconds kSlice{5};
  constexpr int kSlices = 100;
  const auto behind = [](const auto& sink) { return sink.name == "embedded" && !sink.caught_up; };
  for (int i = 0; i < kSlices && std::ranges::any_of(system->sinks(), behind); ++i)
    std::this_thread::sleep_for(kSlice);
}

// Without it everything else works.
void Engine::Impl::start_control(const Config& config) {
  auto started = ControlServer::start(
      config.data_dir, [this](const auto& question, const auto& say, const auto& stopping) {
        answer_control(*system, *log.log, question, say, stopping);
      });
  if (started)
    control = std::move(started).value();
  else
    logger.log(ports::Level::warning, "control_socket_failed",
               {{"detail", started.error().detail}});
}

std::function<std::optional<rate::GateReport>()> Engine::Impl::gate_reporter(
    const Config& config) const {
  if (!config.engine.integration_enabled) return {};
  return [this] { return system->gate_report(); };
}

void Engine::Impl::count_lost_lines() {
  const base::MutexLock lock{lost_lines_mutex};
  const auto lost = logger.lost();
  metrics.count("lockstep_log_lines_lost_total", {},
                static_cast<double>(lost - counted_lost_lines));
  counted_lost_lines = lost;
}

void Engine::Impl::start_scrub(const Config& config) {
  scrub = std::make_unique<LogScrub>(
      LogScrub::Ports{[this](const auto& go_on) { return log.log->verify(go_on); }, *operations,
                      clock, logger, [this] { return log_damaged.load(); }},
      ScrubTimes{.interval = std::chrono::hours{config.scrub_hours}});
}

void Engine::Impl::measure(const std::filesystem::path& data_dir, std::uint64_t floor) {
  system->measure_lag();
  count_lost_lines();
  scrub->measure(metrics);
  metrics.gauge("lockstep_store_damaged", {{"store", "read"}}, reads->damaged() ? 1 : 0);
  metrics.gauge("lockstep_store_damaged", {{"store", "operations"}}, operations->damaged() ? 1 : 0);
  metrics.gauge("lockstep_disk_free_bytes", {}, static_cast<double>(log::free_bytes_of(data_dir)));
  metrics.gauge("lockstep_disk_floor_bytes", {}, static_cast<double>(floor));
}

ports::HealthReport Engine::Impl::health() const {
  ports::HealthReport report;
  const bool writing = log.log->healthy() && why_fatal().empty();
  report.checks.push_back(
      log_check(log.log->may_write(), log.log->head().position, writing, log_damaged));
  report.checks.push_back(scrub->check());
  report.ready = writing;  // Reads go on when only the disk is nearly full.
  if (reads->damaged()) {
    report.ready = false;
    report.checks.push_back({"read-store", false,
                             "Damage was met: restart lockstep, it is folded again from the log."});
  }
  // Commands are taken and brought about without it.
  if (operations->damaged())
    report.checks.push_back({"operations-store", false,
                             "Damage was met: what shows when something was asked last answers "
                             "503. Restart lockstep, it is made anew."});
  for (const auto& sink : system->sinks()) {
    report.checks.push_back(sink_check(sink, log.log->head().position));
    // Postgres may be away for a day; without the embedded store there are no answers.
    if (sink.name == "embedded") report.ready = report.ready && sink.ok && sink.caught_up;
  }
  if (const auto gate = system->gate_report()) report.checks.push_back(vendor_check(*gate));
  return report;
}

void Engine::reload(const Config& config) {
  impl_->system->set_vendor_limits(config.engine.vendor);
}

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Engine::~Engine() {
  auto& impl = *impl_;
  impl.control.reset();
  if (impl.server) impl.server->stop();
  impl.server.reset();
  impl.scrub.reset();
  if (impl.postgres) impl.postgres->stop();
  impl.system.reset();
}

Result<std::unique_ptr<Engine>> Engine::start(const Config& config, ports::Logger& logger) {
  auto impl = std::make_unique<Impl>(logger);
  auto engine = std::unique_ptr<Engine>(new Engine(std::move(impl)));
  auto& parts = *engine->impl_;
  LOCKSTEP_TRY(check_before_anything(config));
  LOCKSTEP_TRY(parts.open_stores(config));
  LOCKSTEP_TRY(parts.start_system(config));
  parts.await_rows();
  parts.start_scrub(config);
  LOCKSTEP_TRY(parts.start_http(config));
  parts.start_control(config);
  return engine;
}

int Engine::http_port() const {
  return impl_->server->port();
}
ports::ReadStore& Engine::reads() {
  return *impl_->reads;
}

ports::Operations& Engine::operations() {
  return *impl_->operations;
}
std::string Engine::fatal() const {
  return impl_->why_fatal();
}

}  // namespace lockstep::cli
