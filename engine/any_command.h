// Every command there is, addressed to one stream.
#pragma once
#include <optional>
#include <string>
#include <variant>

#include "engine/domain/coach_commands.h"
#include "engine/domain/competitor_commands.h"
#include "engine/domain/platform_commands.h"
#include "engine/domain/scores_commands.h"
#include "engine/domain/team_commands.h"
#include "events/envelope.h"

namespace lockstep {

using CommandVariant =
    std::variant<domain::CoachCommand, domain::CompetitorCommand, domain::ScoresCommand,
                 domain::TeamCommand, domain::PlatformCommand>;

/// One of them. Copied, moved and destroyed out of line: whoever only passes commands on compiles
/// nothing of what they are, which is most of what such a file would take.
struct AnyCommand : CommandVariant {
  using CommandVariant::CommandVariant;
  AnyCommand();
  AnyCommand(const AnyCommand& other);
  AnyCommand(AnyCommand&& other) noexcept;
  AnyCommand& operator=(const AnyCommand& other);
  AnyCommand& operator=(AnyCommand&& other) noexcept;
  ~AnyCommand();
};

/// A command on its way to the actor of one coach, competitor or team, or of the platform.
struct CommandRequest {
  std::string id;  ///< Of its subject; the category follows from the command.
  AnyCommand command;
  CommandId command_id;     ///< The same id twice is the same command. Never empty.
  std::string fingerprint;  ///< See log::AppendRequest::fingerprint.
  bool remember = false;  ///< The client gave the command id: remember it even if nothing changes.
  events::Principal who;
  std::string origin{};   ///< See log::AppendRequest::origin.
  std::string trace{};    ///< See log::AppendRequest::trace.
  std::string through{};  ///< See log::AppendRequest::through.
  std::string correlation_id;
  /// If set, facts must have been recorded so often, or the command is refused with Errc::stale.
  /// 0: there are none yet. For coaches, competitors and teams.
  std::optional<std::int64_t> if_revision;
};

/// The command was accepted and everything it decided is durable.
struct CommandReply {
  Version version{};          ///< Of the stream, afterwards.
  Position position{};        ///< Read models past this show the effect.
  bool changed = false;       ///< False: it was so already.
  std::int64_t revision = 0;  ///< How often facts were recorded by then.
  bool operator==(const CommandReply&) const = default;
};

}  // namespace lockstep
