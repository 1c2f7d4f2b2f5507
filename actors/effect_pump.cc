#include "actors/effect_pump.h"

#include <algorithm>
#include <utility>

#include "actors/pump_reads.h"
#include "actors/repeat.h"
#include "engine/overloaded.h"
#include "events/any_event.h"

namespace lockstep::actors {

namespace {

using Self = caf::stateful_actor<EffectPumpState>*;
using effects::WorkKey;

constexpr std::chrono::seconds kCommandTimeout{30};
constexpr log::ReadLimits kBatch{.max_events = 1000, .max_bytes = 4U << 20U};

struct Pump {
  Self self;
  const Environment* env;
  RouterActor router;
  GateActor gate;
};

void tick(const Pump& p);
bool go_on(const Pump& p, const WorkKey& key);

Result<void> load(const Pump& p) {
  auto& state = p.self->state;
  auto planner = std::make_unique<effects::Planner>(p.env->settings.plan);
  LOCKSTEP_TRY(const auto position, load_open_work(*p.env, *planner));
  // Without them everything is asked again: that costs calls, never facts.
  if (auto polls = p.env->operations.all_polls()) planner->load_polls(std::move(polls).value());
  state.position = position;
  state.planner = std::move(planner);
  return boost::outcome_v2::success();
}

// Folds the log on to its end.
Result<void> catch_up(const Pump& p) {
  auto& state = p.self->state;
  while (true) {
    LOCKSTEP_TRY(const auto batch, p.env->log.read_all(state.position, kBatch));
    if (batch.empty()) return boost::outcome_v2::success();
    for (const auto& stored : batch) {
      LOCKSTEP_TRY(const auto event, events::decode(stored));
      state.planner->fold({stored.position, stored.version, stored.recorded_at, stored.stream},
                          event);
      state.position = stored.position;
    }
  }
}

Result<void> read_on(const Pump& p) {
  if (!p.self->state.planner) {
    LOCKSTEP_TRY(load(p));
  }
  return catch_up(p);
}

// False: it is tried again in a moment, and until then nothing is begun.
bool has_read_on(const Pump& p) {
  auto& state = p.self->state;
  const auto read = read_on(p);
  if (!read && state.failing.failed(read.error().type))
    p.env->logger.log(ports::Level::error, "pump_stopped",
                      {{"position", state.position},
                       {"type", read.error().type},
                       {"detail", read.error().detail}});
  if (read && state.failing.worked()) p.env->logger.log(ports::Level::info, "pump_goes_on", {});
  return read.has_value();
}

// What was waited for is there: on with it, and when it is over, with what comes next.
void proceed(const Pump& p, const WorkKey& key) {
  if (!go_on(p, key)) tick(p);
}

void on_reply(const Pump& p, const WorkKey& key, const Reply& reply) {
  auto& run = p.self->state.running.at(key);
  if (const auto* error = std::get_if<Error>(&reply)) {
    if (run.refused(*error) == effects::Refusal::unheard) {
      p.self->state.unheard.insert(key);
      return repeat_later(p.self);
    }
    p.env->logger.log(ports::Level::warning, "outcome_refused",
                      {{"stream", key.first}, {"type", error->type}});
  } else {
    run.accepted(std::get<CommandReply>(reply));
  }
  proceed(p, key);
}

void give(const Pump& p, const WorkKey& key, CommandRequest command) {
  p.self->request(p.router, kCommandTimeout, Execute{std::move(command)})
      .then([p, key](const Reply& reply) { on_reply(p, key, reply); },
            [p, key](const caf::error&) {
              on_reply(p, key, Error{Errc::timeout, "no-answer", "", ""});
            });
}

void call(const Pump& p, const WorkKey& key, vendor::VendorCall what) {
  const auto& item = p.self->state.running.at(key).item();
  p.self->request(p.gate, caf::infinite, GateCall{std::move(what), item.lane, item.tenant, key})
      .then(
          [p, key](const GateAnswer& answer) {
            p.self->state.running.at(key).answered(answer.answer);
            proceed(p, key);
          },
          [](const caf::error&) {});  // Only when the gate ends: at shutdown.
}

void note_poll(const Pump& p, const WorkKey& key, const ports::Poll& poll, bool left_a_trace) {
  p.env->operations.note(poll);
  if (key.second == projections::WorkKind::reconcile && !left_a_trace)
    p.env->operations.note(ports::QuietRun{poll.kind, poll.asked_at, p.env->clock.now(), "{}"});
}

// One piece of work, until something has to be waited for. False: it is over.
bool go_on(const Pump& p, const WorkKey& key) {
  auto& state = p.self->state;
  auto& run = state.running.at(key);
  auto step = run.next();
  if (std::holds_alternative<effects::ReadRoster>(step)) {
    run.compare_with(read_roster(*p.env));
    step = run.next();
  }
  if (auto* what = std::get_if<vendor::VendorCall>(&step)) {
    call(p, key, std::move(*what));
    return true;
  }
  if (auto* command = std::get_if<CommandRequest>(&step)) {
    give(p, key, std::move(*command));
    return true;
  }
  if (const auto* poll =
          state.planner->ended(key, run.left_a_trace(), run.poll_end(), p.env->clock.now()))
    note_poll(p, key, *poll, run.left_a_trace());
  state.running.erase(key);
  return false;
}

void begin(const Pump& p, effects::WorkItem item) {
  const auto key = item.key;
  p.self->state.running.emplace(key, effects::WorkRun{std::move(item)});
  if (!go_on(p, key)) p.self->send(p.self, Tick{});
}

// Nobody waits for what becomes of it.
void ask_to_leave(const Pump& p, const effects::AskToLeave& ask) {
  for (const auto& id : ask.ids) {
    auto request = effects::system_command(ask.correlation_id, id.value,
                                           domain::CompetitorCommand{domain::FreePlace{ask.team}},
                                           ask.correlation_id + ":" + id.value);
    p.self->request(p.router, kCommandTimeout, Execute{std::move(request)})
        .then([](const Reply&) {}, [](const caf::error&) {});
  }
}

void wake_at(const Pump& p, Timestamp wanted) {
  auto& state = p.self->state;
  const auto steady = p.self->clock().now();
  // Never long: the wall clock may jump while we sleep.
  const auto at = steady + std::chrono::milliseconds{std::clamp<std::int64_t>(
                               wanted.value - p.env->clock.now().value, 1, 30'000)};
  if (state.next_wake > steady && state.next_wake <= at) return;
  state.next_wake = at;
  p.self->delayed_send(p.self, at - steady, Tick{});
}

// Everything that can begin now.
void begin_what_is_due(const Pump& p) {
  auto& planner = *p.self->state.planner;
  const auto& env = *p.env;
  if (!planner.begin(env.clock.now())) env.logger.log(ports::Level::warning, "clock_put_back", {});
  for (const auto& key : planner.take_recalled())
    if (p.self->state.running.at(key).recall()) p.self->send(p.gate, TakeBack{key});
  bool idle = false;
  while (!idle) {
    auto next = planner.next(env.clock.now(), env.ids.next());
    std::visit(
        Overloaded{[&](effects::WorkItem& item) { begin(p, std::move(item)); },
                   [&](const effects::AskWhose& ask) { planner.whose(tenants_of(env, ask.keys)); },
                   [&](const effects::ReadIntent& read) {
                     planner.intent(read_intent(env, read.position));
                   },
                   [&](const effects::ReadCursor& read) {
                     planner.cursor(read_cursor(env, read.competitor_id));
                   },
                   [&](const effects::AskToLeave& ask) { ask_to_leave(p, ask); },
                   [&](const effects::Idle& nothing) {
                     if (nothing.until) wake_at(p, *nothing.until);
                     idle = true;
                   }},
        next);
  }
}

void tick(const Pump& p) {
  auto& state = p.self->state;
  if (!has_read_on(p)) return repeat_later(p.self);
  if (p.self->clock().now() >= state.repeat_at)
    for (const auto& key : std::exchange(state.unheard, {})) (void)go_on(p, key);
  p.env->metrics.gauge("lockstep_open_work", {}, static_cast<double>(state.planner->open()));
  begin_what_is_due(p);
}

}  // namespace

caf::behavior effect_pump(Self self, const Environment* env, RouterActor router, GateActor gate) {
  const Pump p{self, env, std::move(router), std::move(gate)};
  self->send(self, Tick{});
  return {[p](const Committed&) { tick(p); }, [p](const Tick&) { tick(p); }};
}

}  // namespace lockstep::actors
