#include "actors/effect_pump.h"

#include <algorithm>

#include "actors/repeat.h"
#include "actors/work_plan.h"
#include "events/any_event.h"
#include "projections/assignments.h"
#include "projections/open_work.h"

namespace lockstep::actors {

namespace {

using Self = caf::stateful_actor<EffectPumpState>*;
using projections::WorkKind;

constexpr std::chrono::seconds kCommandTimeout{30};
constexpr std::size_t kLineUpAtOnce = 1'000;
constexpr std::int64_t kLookForPlaceEvery = 250;  ///< Milliseconds.
constexpr std::int64_t kWaitForPlace = 5'000;     ///< Likewise.
constexpr std::int64_t kJump = 1'000;             ///< Milliseconds: less is the drift of any clock.
constexpr log::ReadLimits kBatch{.max_events = 1000, .max_bytes = 4U << 20U};

struct Pump {
  Self self;
  const Environment* env;
  RouterActor router;
  GateActor gate;
};

void tick(const Pump& p);

void schedule(const Pump& p, const WorkKey& key) {
  auto& state = p.self->state;
  const auto* row = state.rows.row(key);
  if (row == nullptr) {
    state.tried.erase(key);
    state.no_place_since.erase(key);
    return state.schedule.remove(key);
  }
  if (state.running.contains(key)) return;
  const auto now = p.env->clock.now();
  const auto tried = state.tried.find(key);
  const auto due = due_at(*row, key.second,
                          tried == state.tried.end() ? std::nullopt : std::optional(tried->second),
                          now, p.env->settings);
  const bool asked_for = !row->last_at && !row->not_before;
  state.schedule.put(key, lane_of(key.second, asked_for), due, now.value);
}

// Folds the log on; true when it got to the end.
bool catch_up(const Pump& p) {
  auto& state = p.self->state;
  while (true) {
    const auto batch = p.env->log.read_all(state.position, kBatch);
    if (!batch) return false;
    if (batch.value().empty()) break;
    for (const auto& stored : batch.value()) {
      const auto event = events::decode(stored);
      if (!event) {
        p.env->logger.log(ports::Level::error, "pump_stopped",
                          {{"position", stored.position}, {"type", event.error().type}});
        return false;
      }
      const projections::EventMeta meta{stored.position, stored.version, stored.recorded_at,
                                        stored.stream};
      projections::OpenWork::apply(state.rows, meta, event.value());
      projections::Assignments::apply(state.places, meta, event.value());
      state.position = stored.position;
    }
  }
  for (const auto& key : state.rows.take_changed()) schedule(p, key);
  return true;
}

bool load(const Pump& p) {
  auto& state = p.self->state;
  auto open = p.env->reads.open_work();
  if (!open) return false;
  for (auto& row : open.value().rows) state.rows.put(std::move(row));
  for (auto& row : open.value().assignments) state.places.put(std::move(row));
  state.position = open.value().position;
  state.found_at_start = p.env->log.head().position;
  state.loaded = true;
  return true;
}

// The operation is over: what comes next for this key is what the log says by now.
void finish(const Pump& p, const WorkKey& key) {
  auto& state = p.self->state;
  const auto& work = state.running[key];
  const bool left_no_trace = work.settled_at.value == 0;
  if (rate::is_background(work.lane)) --state.background_running;
  state.running.erase(key);
  if (left_no_trace)
    state.tried[key] = p.env->clock.now();
  else
    state.tried.erase(key);
  catch_up(p);
  schedule(p, key);
  tick(p);
}

CommandRequest command_for(std::string correlation_id, std::string id, AnyCommand command,
                           std::string command_id) {
  CommandRequest request;
  request.id = std::move(id);
  request.command = std::move(command);
  request.command_id = {std::move(command_id)};
  request.who = {"system", "sync"};
  request.correlation_id = std::move(correlation_id);
  return request;
}

void report(const Pump& p, const WorkKey& key);

// What the vendor said cannot be stored (an event has a limit): the poll counts as failed, so that
// this competitor waits and nobody else does.
std::optional<process::Outcome> instead_of(const process::Outcome& outcome) {
  const auto* command = std::get_if<domain::CompetitorCommand>(&outcome.command);
  if (command == nullptr) return std::nullopt;
  const events::CallFailure failure{"vendor-answer-too-large", 0,
                                    "The game platform's answer is larger than can be stored.",
                                    "An operator has to look at this competitor's answer.", false};
  const auto failed = [&](const CallId& call, events::Feed feed) {
    return process::Outcome{outcome.id, domain::CompetitorCommand{domain::RecordSyncFailure{
                                            call, feed, events::SyncResult::failed, failure}}};
  };
  if (const auto* odl = std::get_if<domain::RecordOdlScores>(command))
    return failed(odl->call_id, events::Feed::odl);
  if (const auto* flash = std::get_if<domain::RecordFlashProgress>(command))
    return failed(flash->call_id, events::Feed::flash_ctf);
  return std::nullopt;
}

void on_reported(const Pump& p, const WorkKey& key, const Reply& reply) {
  auto& work = p.self->state.running[key];
  if (const auto* error = std::get_if<Error>(&reply)) {
    if (got_no_answer(error->code)) {  // What was found out must not be lost: say it again.
      p.self->state.asleep.insert(key);
      return repeat_later(p.self);
    }
    if (auto other = error->code == Errc::too_large ? instead_of(work.outcomes[work.next_outcome])
                                                    : std::nullopt)
      work.outcomes.push_back(std::move(*other));
    p.env->logger.log(ports::Level::warning, "outcome_refused",
                      {{"stream", key.first}, {"type", error->type}});
  } else if (std::get<CommandReply>(reply).changed) {
    work.settled_at = std::get<CommandReply>(reply).position;
  }
  ++work.next_outcome;
  report(p, key);
}

void report(const Pump& p, const WorkKey& key) {
  auto& work = p.self->state.running[key];
  if (work.next_outcome >= work.outcomes.size()) return finish(p, key);
  const auto& outcome = work.outcomes[work.next_outcome];
  auto request = command_for(work.correlation_id, outcome.id, outcome.command,
                             work.outcome_id + ":" + std::to_string(work.next_outcome));
  p.self->request(p.router, kCommandTimeout, Execute{std::move(request)})
      .then([p, key](const Reply& reply) { on_reported(p, key, reply); },
            [p, key](const caf::error&) {
              on_reported(p, key, Error{Errc::timeout, "no-answer", "", ""});
            });
}

void step(const Pump& p, const WorkKey& key, process::NextStep next) {
  auto& work = p.self->state.running[key];
  if (auto* outcomes = std::get_if<process::Outcomes>(&next)) {
    work.outcomes = std::move(*outcomes);
    return report(p, key);
  }
  p.self
      ->request(p.gate, caf::infinite,
                GateCall{std::get<process::VendorCall>(std::move(next)), work.lane, work.tenant,
                         key.first})
      .then(
          [p, key](const GateAnswer& answer) {
            auto& operation = p.self->state.running[key].operation;
            before_answer(*p.env, operation);
            step(p, key, process::advance(operation, answer.answer));
          },
          [](const caf::error&) {});  // Only when the gate ends: at shutdown.
}

RunningWork retry(const Pump& p, const WorkKey& key, AnyCommand command) {
  RunningWork work;
  const auto* row = p.self->state.rows.row(key);
  work.correlation_id = work.outcome_id = "retry:" + std::to_string(row->position.value) + ":" +
                                          std::to_string(p.env->clock.now().value);
  work.outcomes = {{subject_id(key.first), std::move(command)}};
  return work;
}

// Asked again with every intent, so it may get lost.
void ask_to_free_a_place(const Pump& p, const projections::AssignmentRow& for_whom) {
  const auto correlation_id = "place:" + std::to_string(for_whom.position.value);
  for (auto& id : p.self->state.places.left_on(*for_whom.calling_team_id)) {
    auto request =
        command_for(correlation_id, id.value,
                    domain::CompetitorCommand{domain::FreePlace{*for_whom.calling_team_id}},
                    correlation_id + ":" + id.value);
    p.self->request(p.router, kCommandTimeout, Execute{std::move(request)})
        .then([](const Reply&) {}, [](const caf::error&) {});
  }
}

// Whoever comes to a team that is full there waits a little for those who have left it: most are
// gone soon. Not where he is wanted elsewhere by now.
bool waits_for_place(const Pump& p, const WorkSchedule::Due& due, bool again) {
  auto& state = p.self->state;
  if (due.key.second != WorkKind::call_assignment || again) return false;
  const auto* row = state.places.of({subject_id(due.key.first)});
  if (row == nullptr || !row->calling_team_id || row->calling_team_id != row->team_id) return false;
  if (state.places.has_place(*row->calling_team_id, row->competitor_id)) return false;
  const auto now = p.env->clock.now();
  const auto [since, is_new] = state.no_place_since.try_emplace(due.key, now);
  if (is_new) ask_to_free_a_place(p, *row);
  since->second = std::min(since->second, now);  // The clock may have been put back.
  if (now.value - since->second.value >= kWaitForPlace) return false;
  state.schedule.put(due.key, due.lane, now.value + kLookForPlaceEvery, now.value);
  return true;
}

void start(const Pump& p, WorkSchedule::Due due) {
  auto& state = p.self->state;
  const auto& key = due.key;
  const auto& row = *state.rows.row(key);
  const bool again = row.position <= state.found_at_start || state.tried.contains(key);
  if (waits_for_place(p, due, again)) return;
  auto command = due_command(*p.env, key.second);
  auto work = command ? Result<RunningWork>{retry(p, key, *command)}
                      : plan_operation(*p.env, key, row, again, state.places);
  if (!work) {  // The read store or the log cannot be read now, or there is nothing left to do.
    state.tried[key] = p.env->clock.now();
    return schedule(p, key);
  }
  state.no_place_since.erase(key);
  auto& running = state.running[key] = std::move(work).value();
  running.lane = due.lane;
  running.tenant = std::move(due.tenant);
  if (rate::is_background(due.lane)) ++state.background_running;
  if (command) return report(p, key);
  step(p, key, process::start(running.operation));
}

// Some places are kept for those who wait in front of a screen.
bool place_for_background(const EffectPumpState& state, const Settings& settings) {
  const auto kept = settings.max_operations_in_flight / 4;
  return state.background_running + kept < settings.max_operations_in_flight;
}

// The wall clock was put back: what was planned by it would wait for as long.
void plan_anew_after_a_jump(const Pump& p) {
  auto& state = p.self->state;
  const auto now = p.env->clock.now();
  const bool jumped = now.value + kJump < state.seen_at.value;
  state.seen_at = now;
  if (!jumped) return;
  p.env->logger.log(ports::Level::warning, "clock_put_back", {});
  for (const auto& key : state.rows.keys()) schedule(p, key);
}

// As many as there are places for. More at once would keep this actor from hearing anything else.
void start_what_is_due(const Pump& p) {
  auto& state = p.self->state;
  const auto tenant_of = [&](const WorkKey& key) { return work_tenant(p.env->reads, key); };
  const bool more = state.schedule.line_up(p.env->clock.now().value, tenant_of, kLineUpAtOnce);
  while (state.running.size() < p.env->settings.max_operations_in_flight) {
    auto due = state.schedule.pop(place_for_background(state, p.env->settings));
    if (!due) break;
    start(p, std::move(*due));
  }
  if (more) p.self->send(p.self, Tick{});
}

void wake_when_due(const Pump& p) {
  auto& state = p.self->state;
  const auto next = state.schedule.next_due();
  if (!next) return;
  const auto steady = p.self->clock().now();
  // Never long: the wall clock may jump while we sleep.
  const auto at = steady + std::chrono::milliseconds{std::clamp<std::int64_t>(
                               *next - p.env->clock.now().value, 1, 30'000)};
  if (state.next_wake > steady && state.next_wake <= at) return;
  state.next_wake = at;
  p.self->delayed_send(p.self, at - steady, Tick{});
}

void tick(const Pump& p) {
  auto& state = p.self->state;
  if ((!state.loaded && !load(p)) || !catch_up(p)) return repeat_later(p.self);
  if (p.self->clock().now() >= state.repeat_at)
    for (const auto& key : std::exchange(state.asleep, {})) report(p, key);
  p.env->metrics.gauge("lockstep_open_work", {}, static_cast<double>(state.rows.size()));
  if (!p.env->settings.integration_enabled) return;
  plan_anew_after_a_jump(p);
  start_what_is_due(p);
  wake_when_due(p);
}

}  // namespace

caf::behavior effect_pump(Self self, const Environment* env, RouterActor router, GateActor gate) {
  const Pump p{self, env, std::move(router), std::move(gate)};
  self->send(self, Tick{});
  return {[p](const Committed&) { tick(p); }, [p](const Tick&) { tick(p); }};
}

}  // namespace lockstep::actors
