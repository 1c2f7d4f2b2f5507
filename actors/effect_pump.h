// Brings about at the vendor what the log says is open: intents without outcome, retries that are
// due, competitors to poll. It keeps no table of its own: what is open is folded from the log, from
// where the read store stands at start. What is to be done is the planner's to say
// (engine/effects); this reads what the planner wants to know, sends every call through the gate
// and gives every outcome as a command.
#pragma once
#include <map>
#include <memory>
#include <set>

#include "actors/environment.h"
#include "actors/messages.h"
#include "base/failure_series.h"
#include "engine/effects/planner.h"
#include "engine/effects/work_run.h"

namespace lockstep::actors {

struct EffectPumpState {
  const char* name = "effect_pump";
  std::unique_ptr<effects::Planner> planner;  ///< Null: what is open has not been loaded yet.
  Position position{};                        ///< Folded up to here.
  std::map<effects::WorkKey, effects::WorkRun> running;
  std::set<effects::WorkKey> unheard;  ///< Their command got no answer: again at the next tick.
  base::FailureSeries failing;         ///< To read what it needs.
  // In the scheduler's steady time: the wall clock may jump.
  caf::actor_clock::time_point next_wake{};
  caf::actor_clock::time_point repeat_at{};  ///< When what failed is done again.
};

/// Handles Committed and Tick. Run it detached: it reads the log.
caf::behavior effect_pump(caf::stateful_actor<EffectPumpState>* self, const Environment* env,
                          RouterActor router, GateActor gate);

}  // namespace lockstep::actors
