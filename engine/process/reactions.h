// What spans aggregates: a pure mapping of one event to the commands that follow from it. It keeps
// no state: who waits for whom is a fact in the aggregate that knows it.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "engine/any_command.h"
#include "events/any_event.h"

namespace lockstep::process {

/// A command to give. Safe to give again: the receivers compare with what they know.
struct Reaction {
  std::string id;  ///< Of the subject of the command.
  AnyCommand command;
  /// What to do when the receiver refuses (Errc::not_found, Errc::conflict, Errc::invalid). Empty:
  /// a refusal needs no answer.
  std::function<Reaction(const Error&)> if_refused;
};

/// Events with the same key are reacted to one after the other, in the order of the log; others may
/// go side by side. It is the competitor (or team) that the event is about.
std::string order_key(const events::AnyEvent& event);

/// Pure. In the order in which the commands must be given.
std::vector<Reaction> react(const events::AnyEvent& event);

}  // namespace lockstep::process
