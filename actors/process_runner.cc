#include "actors/process_runner.h"

#include "actors/repeat.h"
#include "engine/retry_policy.h"
#include "events/codec.h"

namespace lockstep::actors {

namespace {

using Self = caf::stateful_actor<ProcessRunnerState>*;

const StreamId kCheckpoint{"process", "reactions"};
constexpr std::string_view kSchema = "process.checkpoint.v1";
constexpr std::chrono::seconds kCommandTimeout{30};
constexpr log::ReadLimits kBatch{.max_events = 200, .max_bytes = 1U << 20U};

struct Runner {
  Self self;
  const Environment* env;
  RouterActor router;
};

// Position 0 when there is none.
Result<Position> load_checkpoint(const Environment& env) {
  LOCKSTEP_TRY(const auto saved, env.snapshots.load_snapshot(kCheckpoint));
  return saved && saved->schema == kSchema ? Position{saved->version.value} : Position{0};
}

void save_checkpoint(const Environment& env, Position position) {
  if (!env.snapshots.save_snapshot(kCheckpoint,
                                   {Version{position.value}, std::string(kSchema), "{}", ""}))
    env.metrics.count("lockstep_snapshot_failures_total", {}, 1);
}

CommandRequest command_of(const ReactionChain& chain) {
  const auto& reaction = chain.following_up ? chain.follow_up : chain.reactions[chain.next];
  CommandRequest request;
  request.id = reaction.id;
  request.command = reaction.command;
  // The same event gives the same command ids for ever: a second run repeats, it does not add.
  request.command_id = {"process:" + std::to_string(chain.cause.position.value) + ":" +
                        std::to_string(chain.next) + (chain.following_up ? "f" : "")};
  request.who = {"system", "process"};
  request.correlation_id = chain.cause.correlation_id;
  request.trace = chain.cause.trace;
  return request;
}

void run(const Runner& r, const std::string& key);

// The first chain of this key has taken a step; is it over?
void advance(const Runner& r, const std::string& key) {
  auto& state = r.self->state;
  auto& queue = state.running[key];
  auto& chain = queue.front();
  chain.following_up = false;
  if (++chain.next < chain.reactions.size()) return run(r, key);
  queue.pop_front();
  if (!queue.empty()) return run(r, key);
  state.running.erase(key);
  if (!state.running.empty()) return;
  state.position = state.batch_end;
  save_checkpoint(*r.env, state.position);
  r.self->send(r.self, Tick{});
}

void on_reply(const Runner& r, const std::string& key, const Reply& reply) {
  const auto* error = std::get_if<Error>(&reply);
  if (error == nullptr) return advance(r, key);
  auto& chain = r.self->state.running[key].front();
  if (got_no_answer(error->code)) {
    r.self->state.to_repeat.insert(key);
    return repeat_later(r.self);
  }
  const auto& reaction = chain.reactions[chain.next];
  if (chain.following_up || !reaction.if_refused) return advance(r, key);
  chain.follow_up = reaction.if_refused(*error);
  chain.following_up = true;
  run(r, key);
}

void run(const Runner& r, const std::string& key) {
  const auto& chain = r.self->state.running[key].front();
  r.self->request(r.router, kCommandTimeout, Execute{command_of(chain)})
      .then([r, key](const Reply& reply) { on_reply(r, key, reply); },
            [r, key](const caf::error&) {
              on_reply(r, key, Error{Errc::timeout, "no-answer", "", ""});
            });
}

Result<void> sort_into_chains(const Runner& r, std::vector<events::StoredEvent> batch) {
  std::map<std::string, std::deque<ReactionChain>> chains;
  for (auto& stored : batch) {
    LOCKSTEP_TRY(const auto event, events::decode(stored));
    auto reactions = process::react(event);
    if (reactions.empty()) continue;
    chains[process::order_key(event)].push_back(
        {std::move(stored), std::move(reactions), 0, false, {}});
  }
  r.self->state.running = std::move(chains);
  return boost::outcome_v2::success();
}

// True: there is something to do, or nothing of it has to be done.
Result<bool> take_batch(const Runner& r) {
  auto& state = r.self->state;
  if (!state.loaded) {
    LOCKSTEP_TRY(state.position, load_checkpoint(*r.env));
    state.loaded = true;
  }
  if (!state.running.empty()) return false;
  LOCKSTEP_TRY(auto batch, r.env->log.read_all(state.position, kBatch));
  if (batch.empty()) return false;
  state.batch_end = batch.back().position;
  LOCKSTEP_TRY(sort_into_chains(r, std::move(batch)));
  return true;
}

void note_failure(const Runner& r, const Error& error) {
  auto& state = r.self->state;
  if (state.failing.failed(error.type))
    r.env->logger.log(
        ports::Level::error, "process_stopped",
        {{"position", state.position}, {"type", error.type}, {"detail", error.detail}});
  repeat_later(r.self);
}

void read_on(const Runner& r) {
  auto& state = r.self->state;
  const auto more = take_batch(r);
  if (!more) return note_failure(r, more.error());
  if (state.failing.worked()) r.env->logger.log(ports::Level::info, "process_goes_on", {});
  if (!more.value()) return;
  if (state.running.empty()) {
    state.position = state.batch_end;
    r.self->send(r.self, Tick{});
    return;
  }
  std::vector<std::string> keys;
  for (const auto& [key, chains] : state.running) keys.push_back(key);
  for (const auto& key : keys) run(r, key);
}

void tick(const Runner& r) {
  auto& state = r.self->state;
  if (r.self->clock().now() >= state.repeat_at)
    for (const auto& key : std::exchange(state.to_repeat, {})) run(r, key);
  read_on(r);
  const auto lag = r.env->log.head().position.value - state.position.value;
  r.env->metrics.gauge("lockstep_process_lag_events", {}, static_cast<double>(lag));
}

}  // namespace

caf::behavior process_runner(Self self, const Environment* env, RouterActor router) {
  const Runner r{self, env, std::move(router)};
  self->send(self, Tick{});
  return {[r](const Committed&) { tick(r); }, [r](const Tick&) { tick(r); }};
}

}  // namespace lockstep::actors
