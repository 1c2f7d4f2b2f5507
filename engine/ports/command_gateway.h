// The way in: how the rim (HTTP, CLI) gives commands to the engine without knowing about actors.
#pragma once
#include <chrono>

#include "engine/any_command.h"

namespace lockstep::ports {

/// Any thread. Blocks the caller until the command is durable, refused or `at_most` has passed.
class CommandGateway {
 public:
  CommandGateway() = default;
  CommandGateway(const CommandGateway&) = delete;
  CommandGateway& operator=(const CommandGateway&) = delete;
  virtual ~CommandGateway() = default;
  /// A refusal is an Error from decide(). Errc::busy: too many commands are under way.
  /// Errc::timeout or Errc::unavailable: outcome unknown, try again with the same command id.
  virtual Result<CommandReply> execute(CommandRequest request,
                                       std::chrono::milliseconds at_most) = 0;
};

}  // namespace lockstep::ports
