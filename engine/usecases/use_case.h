// What a person asks for, where it takes more than one command: which command, or which look into
// the log, comes next after which answer. Pure, as the operations at the vendor are; HTTP, import,
// jobs and the command line carry the steps out, each in its own way.
#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/any_command.h"
#include "events/any_event.h"

namespace lockstep::usecases {

/// Give this command as part of the request.
struct Give {
  std::string id;  ///< Of the subject.
  AnyCommand command;
  /// Names the command within the request: with the request's idempotency key it becomes the
  /// command's id, so that a repetition finds what was answered. Empty: it may run again any time.
  std::string part;
  std::optional<std::int64_t> if_revision = {};  ///< See CommandRequest.
  bool last_word = false;  ///< To be given even though the time of the request is up.
};
/// What event stands there?
struct Look {
  Position at{};
};
/// What has happened in this stream?
struct Recall {
  StreamId stream;
};
/// The answer to whoever asked. Refusals are of Errc::conflict, invalid or not_found.
using Outcome = Result<CommandReply>;
using Step = std::variant<Give, Look, Recall, Outcome>;

/// The answer to a step; an Error where there is none.
using Heard = std::variant<Error, CommandReply, events::AnyEvent, std::vector<events::AnyEvent>>;

template <class U>
concept UseCase = requires(U use_case, const Heard& heard) {
  { use_case.start() } -> std::same_as<Step>;
  { use_case.on(heard) } -> std::same_as<Step>;
};

/// Carries steps out. One thread.
class Executor {
 public:
  Executor() = default;
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  virtual ~Executor() = default;
  virtual Heard carry_out(Give step) = 0;
  virtual Heard carry_out(const Look& step) = 0;
  virtual Heard carry_out(const Recall& step) = 0;
};

/// From the first step to the outcome.
template <UseCase U>
Outcome run(U use_case, Executor& executor) {
  auto step = use_case.start();
  for (;;) {
    if (auto* outcome = std::get_if<Outcome>(&step)) return std::move(*outcome);
    step = std::visit(
        [&]<class S>(S& todo) -> Step {
          if constexpr (std::same_as<S, Outcome>)
            return std::move(todo);
          else
            return use_case.on(executor.carry_out(std::move(todo)));
        },
        step);
  }
}

/// The state that the events make.
template <Decider D>
typename D::State state_of(const std::vector<events::AnyEvent>& stream) {
  typename D::State out;
  for (const auto& any : stream)
    std::visit(
        [&]<class E>(const E& e) {
          if constexpr (std::constructible_from<typename D::Event, E>)
            out = D::evolve(std::move(out), e);
        },
        any);
  return out;
}

}  // namespace lockstep::usecases
