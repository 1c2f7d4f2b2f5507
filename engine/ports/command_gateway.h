// The way in: how the rim (HTTP, CLI) gives commands to the engine without knowing about actors.
#pragma once
#include <chrono>
#include <functional>

#include "engine/any_command.h"

namespace lockstep::ports {

/// Any thread. A refusal is an Error from decide(). Errc::busy: too many commands are under way.
/// Errc::timeout or Errc::unavailable: outcome unknown, try again with the same command id.
class CommandGateway {
 public:
  using OnReply = std::function<void(Result<CommandReply>)>;
  CommandGateway() = default;
  CommandGateway(const CommandGateway&) = delete;
  CommandGateway& operator=(const CommandGateway&) = delete;
  virtual ~CommandGateway() = default;
  /// Returns at once. `on_reply` is called when the command is durable or refused: at most once,
  /// from any thread, perhaps before this returns; it must not block. An engine that stops, or an
  /// entity that ends, may leave it uncalled: whoever waits needs a deadline.
  virtual void submit(CommandRequest request, OnReply on_reply) = 0;
  /// Blocks the caller until the command is durable, refused or `at_most` has passed.
  virtual Result<CommandReply> execute(CommandRequest request,
                                       std::chrono::milliseconds at_most) = 0;
};

/// What is said about a command that has not been answered in time.
inline Error command_timed_out() {
  return {Errc::timeout, "command-timeout",
          "The command was not answered in time; the outcome is unknown.",
          "Try again with the same idempotency key."};
}

}  // namespace lockstep::ports
