// The platform as a whole: reconciliations, one at a time, and the removals that they hold for an
// admin. It takes nobody off a team itself: what it lets go is told to the competitor.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/decider.h"
#include "engine/domain/platform_commands.h"
#include "events/codec.h"
#include "events/platform_events.h"

namespace lockstep::domain {

struct Platform {
  static constexpr std::string_view kCategory = events::kPlatformCategory;
  using Command = PlatformCommand;
  using Event = events::PlatformEvent;
  struct State {
    static constexpr std::string_view kType = "platform.state.v3";
    CallId newest_run;  ///< Requested; empty until there is one.
    bool open = false;  ///< It has no outcome yet.
    bool dry_run = false;
    std::string known_drift;  ///< drift_digest() of the newest plan that was recorded.
    CallId holding_run;       ///< The newest that was no dry run and came to a conclusion.
    std::map<std::string, events::HeldRemoval> held;  ///< Of holding_run, by competitor: undecided.
    std::map<std::string, bool> approved;  ///< Of holding_run, by competitor: decided, and how.
    CallId newest_decision;                ///< About accounts that were found.
  };
  static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
  static State evolve(State, const Event&);
};
BOOST_DESCRIBE_STRUCT(Platform::State, (),
                      (newest_run, open, dry_run, known_drift, holding_run, held, approved,
                       newest_decision))
static_assert(Decider<Platform>);

}  // namespace lockstep::domain
