// A command that follows from an event.
#pragma once
#include <functional>
#include <string>

#include "engine/any_command.h"

namespace lockstep::process {

/// A command to give. Safe to give again: the receivers compare with what they know.
struct Reaction {
  std::string id;  ///< Of the subject of the command.
  AnyCommand command;
  /// What to do when the receiver refuses (Errc::not_found, Errc::conflict, Errc::invalid). Empty:
  /// a refusal needs no answer.
  std::function<Reaction(const Error&)> if_refused;
};

}  // namespace lockstep::process
