// One actor per stream, and the only writer of it. It holds no rules of its own: decide() chooses,
// the log makes it true, and only then does evolve() change what this actor believes. It awaits
// every answer of the log, so no other message is looked at meanwhile: no lock, no lost update.
#pragma once
#include <algorithm>
#include <memory>
#include <utility>

#include "actors/environment.h"
#include "actors/messages.h"
#include "engine/domain/id_space.h"
#include "engine/facts_revision.h"
#include "events/codec.h"
#include "events/event_traits.h"

namespace lockstep::actors {

template <Decider D>
struct EntityState {
  const char* name = D::kCategory.data();
  typename D::State domain{};
  Version version{};
  Position position{};  ///< Of the newest event of this stream.
  Version snapshot_version{};
  std::optional<Error> damaged;  ///< The stream cannot be read: every command gets this answer.
};

template <Decider D>
using EntityPointer = typename EntityActor::template stateful_pointer<EntityState<D>>;

template <class Event>
log::NewEvent to_new_event(const Event& event) {
  return std::visit(
      []<class E>(const E& e) {
        const auto encoded = events::encode(e);
        return log::NewEvent{
            std::string(E::kType), boost::json::serialize(encoded.body),
            encoded.personal.empty() ? std::string{} : boost::json::serialize(encoded.personal)};
      },
      event);
}

inline boost::json::object parse_or_empty(const std::string& text) {
  boost::json::parse_options options;
  options.max_depth = 64;  // As in events/envelope.cc.
  boost::system::error_code failed;
  auto value = boost::json::parse(text, failed, {}, options);
  return !failed && value.is_object() ? std::move(value.get_object()) : boost::json::object{};
}

/// Folds what the log has into the state. An event that cannot be read is an error, not a gap.
template <Decider D>
Result<void> replay(EntityState<D>& state, const Loaded& loaded) {
  if (loaded.error) return *loaded.error;
  if (loaded.snapshot) {
    const auto& snapshot = *loaded.snapshot;
    LOCKSTEP_TRY(auto restored,
                 events::decode<typename D::State>(parse_or_empty(snapshot.body),
                                                   parse_or_empty(snapshot.personal)));
    state.domain = std::move(restored);
    state.version = state.snapshot_version = snapshot.version;
    state.position = loaded.head;  // At least as far as the snapshot's newest event.
  }
  for (const auto& stored : loaded.events) {
    LOCKSTEP_TRY(auto event,
                 events::decode_as<typename D::Event>(stored.type, parse_or_empty(stored.body),
                                                      parse_or_empty(stored.personal)));
    state.domain = D::evolve(std::move(state.domain), event);
    state.version = stored.version;
    state.position = stored.position;
  }
  return boost::outcome_v2::success();
}

/// Everything one command needs on its way through the entity.
template <Decider D>
struct Handling {
  EntityPointer<D> self;
  const Environment* env;
  LogWriterActor writer;
  LogReaderActor reader;
  StreamId stream;
  CommandRequest request;
  caf::typed_response_promise<Reply> promise;
  int stale_retries = 0;

  void answer(Reply reply) { promise.deliver(std::move(reply)); }
};
template <Decider D>
using HandlingPtr = std::shared_ptr<Handling<D>>;

inline constexpr int kMaxStaleRetries = 3;

/// `schema`: of the snapshots that may be used; empty = none.
template <Decider D>
void load_then(EntityPointer<D> self, const LogReaderActor& reader, const StreamId& stream,
               std::function<void()> then,
               const std::string& schema = std::string(D::State::kType)) {
  self->request(reader, caf::infinite, Load{stream, schema})
      .await([self, reader, stream, then, schema](const Loaded& loaded) {
        self->state = EntityState<D>{};
        const auto done = replay<D>(self->state, loaded);
        // A snapshot is disposable: the events alone must do.
        if (!done && loaded.snapshot) return load_then<D>(self, reader, stream, then, "");
        if (!done) self->state.damaged = done.error();
        then();
      });
}

template <Decider D>
void save_snapshot_if_due(const HandlingPtr<D>& h) {
  auto& state = h->self->state;
  if (state.version.value - state.snapshot_version.value < h->env->settings.snapshot_every) return;
  state.snapshot_version = state.version;
  const auto encoded = events::encode(state.domain);
  h->self->send(
      h->reader,
      SaveSnapshot{
          h->stream,
          {state.version, std::string(D::State::kType), boost::json::serialize(encoded.body),
           encoded.personal.empty() ? std::string{} : boost::json::serialize(encoded.personal)}});
}

inline CommandReply to_reply(const log::Appended& appended) {
  return {appended.version, appended.position, appended.count > 0, appended.note};
}

template <Decider D>
void decide_and_append(const HandlingPtr<D>& h);

template <Decider D>
void on_appended(const HandlingPtr<D>& h, const std::vector<typename D::Event>& events,
                 const log::Appended& appended) {
  auto& state = h->self->state;
  if (!appended.repeated) {
    state.domain = fold<D>(std::move(state.domain), events);
    state.version = appended.version;
    if (!events.empty()) state.position = appended.position;
    save_snapshot_if_due<D>(h);
  }
  h->answer(Reply{to_reply(appended)});
}

template <Decider D>
void on_append_failed(const HandlingPtr<D>& h, const Error& error) {
  if (error.code == Errc::stale && h->stale_retries < kMaxStaleRetries) {
    // Somebody else wrote to this stream: look again, then decide again.
    ++h->stale_retries;
    load_then<D>(h->self, h->reader, h->stream, [h] { decide_and_append<D>(h); });
    return;
  }
  h->answer(Reply{error});
  // Written or not? Only a replay tells, before the next command: who waits for their turn has an
  // outcome that is known.
  if (error.code == Errc::unavailable || error.code == Errc::stale)
    load_then<D>(h->self, h->reader, h->stream, [] {});
}

template <Decider D>
PolicyOf<D> policy_of(const Settings& settings) {
  if constexpr (std::same_as<PolicyOf<D>, domain::OnboardingPolicy>)
    return settings.onboarding;
  else
    return PolicyOf<D>{};
}

template <Decider D>
std::int64_t revision_after(const typename D::State& state,
                            const std::vector<typename D::Event>& events) {
  const auto is_fact = [](const auto& event) {
    return std::visit(
        []<class E>(const E&) { return events::kRoleOf<E> == events::EventRole::fact; }, event);
  };
  return facts_revision<D>(state) + std::ranges::count_if(events, is_fact);
}

template <Decider D>
void decide_and_append(const HandlingPtr<D>& h) {
  auto& state = h->self->state;
  if (state.damaged) {
    h->answer(Reply{*state.damaged});
    // What is damaged stays so; what could not be read now may be readable for the next command.
    if (state.damaged->code != Errc::corrupt) load_then<D>(h->self, h->reader, h->stream, [] {});
    return;
  }
  const auto& command = std::get<typename D::Command>(h->request.command);
  if (h->request.if_revision &&
      facts_revision_for<D>(state.domain, command) != *h->request.if_revision)
    return h->answer(Reply{version_changed()});
  const Context context{h->env->clock.now(), h->request.command_id.value};
  auto decision = decide<D>(state.domain, command, context, policy_of<D>(h->env->settings));
  if (!decision) return h->answer(Reply{decision.error()});
  auto events = std::move(decision).value();
  if (events.empty() && !h->request.remember)
    return h->answer(
        Reply{CommandReply{state.version, state.position, false, facts_revision<D>(state.domain)}});
  log::AppendRequest append{.stream = h->stream,
                            .expected = state.version,
                            .excludes = domain::excluded_by(h->stream),
                            .events = {},
                            .command_id = h->request.command_id,
                            .fingerprint = h->request.fingerprint,
                            .remember = h->request.remember,
                            .who = h->request.who,
                            .origin = h->request.origin,
                            .trace = h->request.trace,
                            .through = h->request.through,
                            .correlation_id = h->request.correlation_id,
                            .now = context.now,
                            .note = revision_after<D>(state.domain, events)};
  std::ranges::transform(events, std::back_inserter(append.events),
                         to_new_event<typename D::Event>);
  h->self->request(h->writer, caf::infinite, Append{std::move(append)})
      .await(
          [h, events = std::move(events)](const AppendAnswer& answer) {
            if (const auto* appended = std::get_if<log::Appended>(&answer.value))
              return on_appended<D>(h, events, *appended);
            on_append_failed<D>(h, std::get<Error>(answer.value));
          },
          [h](const caf::error&) {
            on_append_failed<D>(h, Error{Errc::unavailable, "log-unavailable",
                                         "The event log did not answer; the outcome is unknown.",
                                         "Try again with the same idempotency key."});
          });
}

/// A client's own command id may have been answered long ago, by a state that is no more.
template <Decider D>
void look_up_then_decide(const HandlingPtr<D>& h) {
  if (!h->request.remember) return decide_and_append<D>(h);
  h->self
      ->request(h->reader, caf::infinite,
                FindCommand{h->request.command_id, h->request.fingerprint})
      .await([h](const FoundCommand& found) {
        if (const auto* error = std::get_if<Error>(&found.value)) return h->answer(Reply{*error});
        const auto& answer = std::get<std::optional<log::Appended>>(found.value);
        if (!answer) return decide_and_append<D>(h);
        h->answer(Reply{to_reply(*answer)});
      });
}

template <Decider D>
EntityActor::behavior_type entity(EntityPointer<D> self, const Environment* env, StreamId stream,
                                  LogWriterActor writer, LogReaderActor reader) {
  load_then<D>(self, reader, stream, [] {});
  return {[=](Execute& execute) -> caf::result<Reply> {
            auto promise = self->template make_response_promise<Reply>();
            look_up_then_decide<D>(std::make_shared<Handling<D>>(Handling<D>{
                self, env, writer, reader, stream, std::move(execute.request), promise}));
            return promise;
          },
          [=](const Passivate&) { self->quit(); }};
}

}  // namespace lockstep::actors
