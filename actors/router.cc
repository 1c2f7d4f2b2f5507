#include "actors/router.h"

#include "actors/entity.h"
#include "engine/deciders.h"

namespace lockstep::actors {

namespace {

using Self = RouterActor::stateful_pointer<RouterState>;
constexpr std::chrono::seconds kSweepEvery{5};

struct Wiring {
  const Environment* env;
  LogWriterActor writer;
  std::vector<LogReaderActor> readers;
};

StreamId stream_of(const CommandRequest& request) {
  return with_decider(request.command, [&]<Decider D>(std::type_identity<D>, const auto&) {
    return StreamId{std::string(D::kCategory), request.id};
  });
}

EntityActor spawn_entity(Self self, const Wiring& wiring, const StreamId& stream,
                         const AnyCommand& command) {
  const auto reader = wiring.readers[self->state.next_reader++ % wiring.readers.size()];
  return with_decider(command, [&]<Decider D>(std::type_identity<D>, const auto&) -> EntityActor {
    return self->spawn<caf::monitored>(entity<D>, wiring.env, stream, wiring.writer, reader);
  });
}

void forget(RouterState& state, std::list<RouterState::Active>::iterator active) {
  state.by_stream.erase(active->stream);
  state.by_address.erase(active->actor.address());
  state.by_use.erase(active);
}

void passivate_last(Self self) {
  auto last = std::prev(self->state.by_use.end());
  self->send(last->actor, Passivate{});
  forget(self->state, last);
}

EntityActor find_or_spawn(Self self, const Wiring& wiring, const CommandRequest& request) {
  auto& state = self->state;
  const auto stream = stream_of(request);
  const auto now = self->clock().now();
  if (const auto found = state.by_stream.find(stream.text()); found != state.by_stream.end()) {
    state.by_use.splice(state.by_use.begin(), state.by_use, found->second);
    found->second->last_used = now;
    return found->second->actor;
  }
  if (state.by_use.size() >= wiring.env->settings.max_active_entities) passivate_last(self);
  state.by_use.push_front(
      {stream.text(), spawn_entity(self, wiring, stream, request.command), now});
  state.by_stream[stream.text()] = state.by_use.begin();
  state.by_address[state.by_use.front().actor.address()] = state.by_use.begin();
  return state.by_use.front().actor;
}

void sweep(Self self, const Environment& env) {
  auto& state = self->state;
  const auto oldest = self->clock().now() - env.settings.passivate_after;
  while (!state.by_use.empty() && state.by_use.back().last_used < oldest) passivate_last(self);
  env.metrics.gauge("lockstep_entities_active", {}, static_cast<double>(state.by_use.size()));
}

// An entity that ended on its own (nobody reads the log for it any more) is spawned anew when
// needed.
void on_down(Self self, const caf::down_msg& down) {
  const auto found = self->state.by_address.find(down.source);
  if (found != self->state.by_address.end()) forget(self->state, found->second);
}

}  // namespace

RouterActor::behavior_type router(Self self, const Environment* env, LogWriterActor writer,
                                  std::vector<LogReaderActor> readers) {
  const Wiring wiring{env, std::move(writer), std::move(readers)};
  self->set_down_handler([self](caf::down_msg& down) { on_down(self, down); });
  // Nobody else knows the entities: without this they would keep the system from ending.
  self->set_exit_handler([self](caf::exit_msg& exit) {
    for (const auto& active : self->state.by_use)
      caf::anon_send_exit(active.actor, caf::exit_reason::user_shutdown);
    self->quit(exit.reason);
  });
  self->delayed_send(self, kSweepEvery, Tick{});
  return {[self, wiring](Execute& execute) {
            return self->delegate(find_or_spawn(self, wiring, execute.request), std::move(execute));
          },
          [self, env](const Tick&) {
            sweep(self, *env);
            self->delayed_send(self, kSweepEvery, Tick{});
          }};
}

}  // namespace lockstep::actors
