// What a person asks for, where it takes more than one command: which command, or which look into
// the log, comes next after which answer. Pure, as the operations at the vendor are; HTTP, import,
// jobs and the command line carry the steps out, each in its own way.
#pragma once
#include <concepts>
#include <cstdint>
#include <memory>
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
  /// Names the command within the request (empty: it is all of it): with the request's idempotency
  /// key it becomes the command's id, so that a repetition finds what was answered. None: it may
  /// run again any time.
  std::optional<std::string> part;
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

/// A request that is one command.
class OneCommand {
 public:
  OneCommand(std::string id, AnyCommand command, std::optional<std::int64_t> if_revision = {})
      : give_{std::move(id), std::move(command), "", if_revision} {}
  Step start() { return std::move(give_); }
  static Step on(const Heard& heard) {
    if (const auto* error = std::get_if<Error>(&heard)) return Outcome{*error};
    return Outcome{std::get<CommandReply>(heard)};
  }

 private:
  Give give_;
};

/// Any of them.
class AnyUseCase {
 public:
  template <UseCase U>
  requires(!std::same_as<U, AnyUseCase>)
      AnyUseCase(U use_case)  // NOLINT(google-explicit-constructor)
      : of_(std::make_unique<Of<U>>(std::move(use_case))) {}
  Step start() { return of_->start(); }
  Step on(const Heard& heard) { return of_->on(heard); }

 private:
  struct Some {
    Some() = default;
    Some(const Some&) = delete;
    Some& operator=(const Some&) = delete;
    virtual ~Some() = default;
    virtual Step start() = 0;
    virtual Step on(const Heard& heard) = 0;
  };
  template <class U>
  struct Of final : Some {
    explicit Of(U given) : use_case(std::move(given)) {}
    Step start() override { return use_case.start(); }
    Step on(const Heard& heard) override { return use_case.on(heard); }
    U use_case;
  };
  std::unique_ptr<Some> of_;
};

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
