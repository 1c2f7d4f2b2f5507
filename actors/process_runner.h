// Follows the log and gives the commands that follow from each event. Its own checkpoint is only a
// shortcut: every command can be given again (same command id, and receivers compare).
#pragma once
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "actors/environment.h"
#include "actors/messages.h"
#include "base/failure_series.h"
#include "engine/process/reactions.h"

namespace lockstep::actors {

/// One event's reactions, given one after the other.
struct ReactionChain {
  events::StoredEvent cause;
  std::vector<process::Reaction> reactions;
  std::size_t next = 0;
  bool following_up = false;  ///< The refusal of reactions[next] is being answered.
  process::Reaction follow_up{};
};

struct ProcessRunnerState {
  const char* name = "process_runner";
  Position position{};  ///< Everything up to here is done.
  Position batch_end{};
  bool loaded = false;          ///< `position` is known.
  base::FailureSeries failing;  ///< To read what it needs.
  /// By order key: the chains still to run; the first of each is running.
  std::map<std::string, std::deque<ReactionChain>> running;
  caf::actor_clock::time_point repeat_at{};  ///< When what got no answer is done again.
  std::set<std::string> to_repeat;  ///< Keys whose command got no answer: again at the next tick.
};

/// Handles Committed and Tick. Run it detached: it reads the log.
caf::behavior process_runner(caf::stateful_actor<ProcessRunnerState>* self, const Environment* env,
                             RouterActor router);

}  // namespace lockstep::actors
