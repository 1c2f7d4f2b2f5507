#include "actors/system.h"

#include <atomic>
#include <cstdint>
#include <future>
#include <limits>
#include <memory>
#include <utility>

#include <caf/scheduler/test_coordinator.hpp>

#include "actors/answer_desk.h"
#include "actors/effect_pump.h"
#include "actors/log_reader.h"
#include "actors/log_writer.h"
#include "actors/messages.h"
#include "actors/metactf_gate.h"
#include "actors/metactf_worker.h"
#include "actors/process_runner.h"
#include "actors/projection_runner.h"
#include "actors/router.h"

namespace lockstep::actors {

namespace {

constexpr std::size_t kReaders = 2;
constexpr std::chrono::seconds kReportWait{2};

caf::actor_system_config& configure(caf::actor_system_config& config, const Settings& settings) {
  // One queue and a condition variable. The default, work stealing, polls: a worker that found
  // nothing for a while sleeps up to 10 ms, and every hop of a command would wait for that.
  config.set("scheduler.policy",
             settings.deterministic ? caf::atom("testing") : caf::atom("sharing"));
  // The default is unlimited: one busy actor would keep its thread to itself (platform notes).
  config.set("scheduler.max-throughput", 100);
  config.set("logger.console-verbosity", caf::atom("quiet"));
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
  explicit Impl(const Environment& environment)
      : env(environment), system(configure(config, environment.settings)) {}

  /// Detached when it blocks; on the one scheduler when time is virtual.
  template <class F, class... Args>
  auto spawn_blocking(F f, Args... args) {
    return env.settings.deterministic ? system.spawn(f, args...)
                                      : system.spawn<caf::detached>(f, args...);
  }

  void start();
  std::vector<WorkerActor> spawn_workers(std::size_t up_to);
  caf::scheduler::test_coordinator& scheduler() {
    return dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
  }
  /// At most so many steps of actors.
  void run(std::size_t steps) {
    auto& jobs = scheduler().jobs;
    for (; steps > 0 && !jobs.empty(); --steps) {
      if (env.settings.next_to_run)
        std::swap(jobs.front(), jobs[env.settings.next_to_run(jobs.size())]);
      scheduler().run_once();
    }
  }
  void drain() {
    if (env.settings.deterministic) run(std::numeric_limits<std::size_t>::max());
  }
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
  caf::actor_system_config config;
  caf::actor_system system;
  LogWriterActor writer;
  std::vector<LogReaderActor> readers;
  RouterActor router;
  GateActor gate;
  std::vector<WorkerActor> workers;
  std::vector<caf::actor> followers;
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
    follow(watched(spawn_blocking(projection_runner, e, sink, sink_status.back().get()),
                   "projection runner"));
  }
  follow(watched(spawn_blocking(process_runner, e, router), "process runner"));
  if (!env.settings.integration_enabled) return;
  gate = watched(system.spawn(metactf_gate, e, spawn_workers(env.settings.vendor.max_concurrency)),
                 "gate");
  follow(watched(spawn_blocking(effect_pump, e, router, gate), "effect pump"));
}

/// The new ones. Those there are stay, also when fewer are wanted: idle ones cost a thread each.
std::vector<WorkerActor> System::Impl::spawn_workers(std::size_t up_to) {
  const auto* e = &env;
  std::vector<WorkerActor> added;
  while (workers.size() < up_to) {
    clients.push_back(env.make_api());
    workers.push_back(
        watched(spawn_blocking(metactf_worker, e, clients.back().get()), "vendor worker"));
    added.push_back(workers.back());
  }
  return added;
}

System::System(const Environment& env) : impl_(std::make_unique<Impl>(env)) {
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
  impl.drain();
  impl.end(impl.writer);
  impl.drain();
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
  impl_->drain();
  if (reply.wait_for(at_most) != std::future_status::ready) return ports::command_timed_out();
  return reply.get();
}

std::vector<SinkReport> System::sinks() const {
  std::vector<SinkReport> out;
  for (std::size_t i = 0; i < impl_->sink_status.size(); ++i)
    out.push_back({std::string(impl_->env.sinks[i]->name()), impl_->sink_status[i]->ok.load(),
                   Position{impl_->sink_status[i]->position.load()}});
  return out;
}

std::optional<rate::GateReport> System::gate_report() {
  auto& impl = *impl_;
  if (!impl.gate) return std::nullopt;
  auto answered = std::make_shared<std::promise<std::optional<rate::GateReport>>>();
  auto answer = answered->get_future();
  impl.desk.ask<rate::GateReport>(impl.gate, AskReport{}, [answered](const auto* report) {
    answered->set_value(report != nullptr ? std::optional(*report) : std::nullopt);
  });
  impl.drain();
  if (answer.wait_for(kReportWait) != std::future_status::ready) return std::nullopt;
  return answer.get();
}

void System::set_vendor_limits(const rate::GateLimits& limits) {
  auto& impl = *impl_;
  if (!impl.gate) return;
  caf::anon_send(impl.gate, SetLimits{limits, impl.spawn_workers(limits.max_concurrency)});
}

void System::post(CommandRequest request) {
  caf::anon_send(impl_->router, Execute{std::move(request)});
}

void System::run(std::size_t steps) {
  impl_->run(steps);
}

std::optional<std::chrono::nanoseconds> System::next_timer() {
  const auto& clock = impl_->scheduler().clock();
  if (!clock.has_pending_timeout()) return std::nullopt;
  return clock.schedule().begin()->first - clock.now();
}

void System::run_until_idle() {
  impl_->drain();
}

void System::advance(std::chrono::milliseconds by) {
  impl_->scheduler().advance_time(by);
  impl_->drain();
}

}  // namespace lockstep::actors
