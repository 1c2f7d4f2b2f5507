#include "engine/any_command.h"

namespace lockstep {

AnyCommand::AnyCommand() = default;
AnyCommand::AnyCommand(const AnyCommand& other) = default;
AnyCommand::AnyCommand(AnyCommand&& other) noexcept = default;
AnyCommand& AnyCommand::operator=(const AnyCommand& other) = default;
AnyCommand& AnyCommand::operator=(AnyCommand&& other) noexcept = default;
AnyCommand::~AnyCommand() = default;

}  // namespace lockstep
