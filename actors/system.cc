#include "actors/system.h"

#include <atomic>
#include <future>
#include <memory>
#include <utility>

#include "actors/answer_desk.h"
#include "actors/effect_pump.h"
#include "actors/log_reader.h"
#include "actors/log_writer.h"
#include "actors/messages.h"
#include "actors/metactf_gate.h"
#include "actors/process_runner.h"
#include "actors/projection_runner.h"
#include "actors/router.h"
#include "actors/scheduling.h"

namespace lockstep::actors {

namespace {

constexpr std::size_t kReaders = 2;
constexpr std::chrono::seconds kReportWait{2};

caf::actor_system_config& configure(caf::actor_system_config& config,
                                    const Scheduling& scheduling) {
  config.set("logger.console-verbosity", caf::atom("quiet"));
  scheduling.configure(config);
  return config;
}

/// One of those that commands under way may take; given back when the last owner is gone.
class CommandPlace {
 public:
  /// Null: there is none.
  static std::shared_ptr<CommandPlace> take(std::atomic<std::size_t>& taken, std::size_t places) {
    auto out = std::make_shared<CommandPlace>(taken);
    return out->number_ < places ? out : nullptr;
  }
  explicit CommandPlace(std::atomic<std::size_t>& taken)
      : taken_(taken), number_(taken.fetch_add(1)) {}
  ~CommandPlace() { taken_.fetch_sub(1); }
  CommandPlace(const CommandPlace&) = delete;
  CommandPlace& operator=(const CommandPlace&) = delete;

 private:
  std::atomic<std::size_t>& taken_;
  std::size_t number_;
};

}  // namespace

struct System::Impl {
  Impl(const Environment& environment, std::shared_ptr<Scheduling> on)
      : env(environment), scheduling(std::move(on)), system(configure(config, *scheduling)) {
    scheduling->begin(system);
  }

  template <class F, class... Args>
  auto spawn_blocking(F f, Args... args) {
    return scheduling->detaches() ? system.spawn<caf::detached>(f, args...)
                                  : system.spawn(f, args...);
  }

  void start();
  std::vector<WorkerActor> spawn_workers(std::size_t up_to);
  void follow(const caf::actor& follower) {
    followers.push_back(follower);
    caf::anon_send(writer, Subscribe{follower});
  }
  template <class Handle>
  void end(Handle& handle) {
    if (handle) caf::anon_send_exit(handle, caf::exit_reason::user_shutdown);
    handle = nullptr;
  }

  /// The engine needs every one of its actors: one that ends by itself ends the process.
  template <class Handle>
  Handle watched(Handle handle, const char* what) {
    handle->attach_functor([this, what](const caf::error& why) {
      if (why != caf::exit_reason::user_shutdown)
        env.on_fatal(std::string("an actor has ended: ") + what);
    });
    return handle;
  }

  Environment env;
  std::vector<std::unique_ptr<SinkStatus>> sink_status;     // Outlives the actors that write it.
  std::vector<std::unique_ptr<ports::MetactfApi>> clients;  // One per worker, outlives it.
  const std::shared_ptr<Scheduling> scheduling;
  caf::actor_system_config config;
  caf::actor_system system;
  LogWriterActor writer;
  std::vector<LogReaderActor> readers;
  RouterActor router;
  GateActor gate;
  std::vector<WorkerActor> workers;
  std::vector<caf::actor> followers;
  std::vector<caf::actor> projections;  ///< One per sink; of the followers.
  std::atomic<std::size_t> in_flight{0};
  AnswerDesk desk{system};
};

void System::Impl::start() {
  const auto* e = &env;
  writer = watched(spawn_blocking(log_writer, e), "log writer");
  for (std::size_t i = 0; i < kReaders; ++i)
    readers.push_back(watched(spawn_blocking(log_reader, e), "log reader"));
  router = watched(system.spawn(actors::router, e, writer, readers), "router");
  for (auto* sink : env.sinks) {
    sink_status.push_back(std::make_unique<SinkStatus>());
    sink_status.back()->caught_up = env.log.head().position.value == 0;
    projections.push_back(watched(spawn_blocking(projection_runner, e, sink,
                                                 sink_status.back().get(), scheduling->detaches()),
                                  "projection runner"));
    follow(projections.back());
  }
  follow(watched(spawn_blocking(process_runner, e, router), "process runner"));
  if (!env.settings.integration_enabled) return;
  gate = watched(system.spawn(metactf_gate, e, spawn_workers(env.settings.vendor.max_concurrency)),
                 "gate");
  follow(watched(spawn_blocking(effect_pump, e, router, gate), "effect pump"));
}

/// The new ones. Those there are stay, also when fewer are wanted: idle ones cost a thread each.
std::vector<WorkerActor> System::Impl::spawn_workers(std::size_t up_to) {
  std::vector<WorkerActor> added;
  while (workers.size() < up_to) {
    clients.push_back(env.make_api());
    workers.push_back(
        watched(scheduling->spawn_worker(system, &env, clients.back().get()), "vendor worker"));
    added.push_back(workers.back());
  }
  return added;
}

System::System(const Environment& env) : System(env, std::make_shared<ThreadScheduling>()) {}

System::System(const Environment& env, std::shared_ptr<Scheduling> scheduling)
    : impl_(std::make_unique<Impl>(env, std::move(scheduling))) {
  impl_->start();
}

System::~System() {
  auto& impl = *impl_;
  // Who starts things first, who makes them durable last.
  for (auto& follower : impl.followers) impl.end(follower);
  impl.end(impl.gate);
  // After the gate: nobody takes the answers of what is cancelled for the vendor's.
  for (auto& client : impl.clients) client->cancel();
  for (auto& worker : impl.workers) impl.end(worker);
  impl.end(impl.router);
  for (auto& reader : impl.readers) impl.end(reader);
  impl.scheduling->before_waiting();
  impl.end(impl.writer);
  impl.scheduling->before_waiting();
}

void System::submit(CommandRequest request, OnReply on_reply) {
  auto& impl = *impl_;
  auto place = CommandPlace::take(impl.in_flight, impl.env.settings.max_commands_in_flight);
  if (!place)
    return on_reply(Error{Errc::busy, "too-many-commands", "Too many commands are under way.",
                          "Try again in a moment."});
  impl.desk.ask<Reply>(
      impl.router, Execute{std::move(request)},
      [on_reply = std::move(on_reply), place = std::move(place)](const Reply* reply) {
        if (reply == nullptr)
          on_reply(Error{Errc::unavailable, "engine-stopping",
                         "The engine is stopping; the outcome is unknown.",
                         "Try again with the same idempotency key."});
        else if (const auto* done = std::get_if<CommandReply>(reply))
          on_reply(*done);
        else
          on_reply(std::get<Error>(*reply));
      });
}

Result<CommandReply> System::execute(CommandRequest request, std::chrono::milliseconds at_most) {
  auto replied = std::make_shared<std::promise<Result<CommandReply>>>();
  auto reply = replied->get_future();
  submit(std::move(request),
         [replied](Result<CommandReply> out) { replied->set_value(std::move(out)); });
  impl_->scheduling->before_waiting();
  if (reply.wait_for(at_most) != std::future_status::ready) return ports::command_timed_out();
  return reply.get();
}

namespace {

SinkReport report_of(std::string name, const SinkStatus& status) {
  SinkReport out{std::move(name),         status.ok.load(),
                 status.caught_up.load(), Position{status.position.load()},
                 status.failure(),        {}};
  for (std::size_t i = 0; i < status.groups.size(); ++i) {
    const auto& group = status.groups[i];
    if (!group.there.load() && !group.beside.load()) continue;
    auto& told = out.groups.emplace_back();
    told.name = projections::groups()[i].name;
    told.ok = group.ok.load();
    if (!told.ok) told.failure = status.group_failure(i);
    told.position = Position{group.position.load()};
    if (group.beside.load()) told.beside = Position{group.beside_position.load()};
    told.rebuilt = group.rebuilt.load();
  }
  return out;
}

}  // namespace

std::vector<SinkReport> System::sinks() const {
  std::vector<SinkReport> out;
  for (std::size_t i = 0; i < impl_->sink_status.size(); ++i)
    out.push_back(report_of(std::string(impl_->env.sinks[i]->name()), *impl_->sink_status[i]));
  return out;
}

// Measured when it is asked for, so that it is right while a write hangs or fails as well.
void System::measure_lag() {
  auto& env = impl_->env;
  for (const auto& sink : sinks()) {
    const auto head = env.log.head().position;
    const auto at = std::min(head, sink.position);
    double seconds = 0;
    if (at < head)
      if (const auto first = env.log.read_all(at, {.max_events = 1});
          first && !first.value().empty())
        seconds =
            static_cast<double>(env.clock.now().value - first.value().front().recorded_at.value) /
            1000.0;
    env.metrics.gauge("lockstep_projection_lag_events", {{"sink", sink.name}},
                      static_cast<double>(head.value - at.value));
    env.metrics.gauge("lockstep_projection_lag_seconds", {{"sink", sink.name}},
                      std::max(0.0, seconds));
  }
}

void System::rebuild(std::size_t group) {
  for (const auto& runner : impl_->projections) caf::anon_send(runner, Rebuild{group});
}

std::optional<rate::GateReport> System::gate_report() {
  auto& impl = *impl_;
  if (!impl.gate) return std::nullopt;
  auto answered = std::make_shared<std::promise<std::optional<rate::GateReport>>>();
  auto answer = answered->get_future();
  impl.desk.ask<rate::GateReport>(impl.gate, AskReport{}, [answered](const auto* report) {
    answered->set_value(report != nullptr ? std::optional(*report) : std::nullopt);
  });
  impl.scheduling->before_waiting();
  if (answer.wait_for(kReportWait) != std::future_status::ready) return std::nullopt;
  return answer.get();
}

void System::set_vendor_limits(const rate::GateLimits& limits) {
  auto& impl = *impl_;
  if (!impl.gate) return;
  caf::anon_send(impl.gate, SetLimits{limits, impl.spawn_workers(limits.max_concurrency)});
}

}  // namespace lockstep::actors
