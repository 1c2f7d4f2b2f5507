// What the control socket answers to `rebuild`.
#pragma once
#include "actors/system.h"
#include "adapters/cli/control_socket.h"
#include "engine/log/event_reader.h"

namespace lockstep::cli {

/// `{"command": "rebuild", "group": "<name>"}`: begins, tells `position` and `head` until every
/// sink that can be reached has switched.
void answer_control(actors::System& system, const log::EventReader& log,
                    const boost::json::object& question, const Say& say,
                    const std::atomic<bool>& stopping);

}  // namespace lockstep::cli
