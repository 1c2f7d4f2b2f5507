// What spans aggregates: a pure mapping of one event to the commands that follow from it. It keeps
// no state: who waits for whom is a fact in the aggregate that knows it.
#pragma once
#include <string>
#include <vector>

#include "engine/process/reaction.h"
#include "events/any_event.h"

namespace lockstep::process {

/// Events with the same key are reacted to one after the other, in the order of the log; others may
/// go side by side. It is the competitor (or team) that the event is about.
std::string order_key(const events::AnyEvent& event);

/// Pure. In the order in which the commands must be given.
std::vector<Reaction> react(const events::AnyEvent& event);

}  // namespace lockstep::process
