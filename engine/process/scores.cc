#include "engine/process/scores.h"

namespace lockstep::process::scores {

std::vector<Reaction> react(const events::CompetitorOnboarded& e) {
  return {{e.competitor_id.value,
           domain::ScoresCommand{domain::BeginScores{e.competitor_id, e.metactf_user_id}},
           {}}};
}

}  // namespace lockstep::process::scores
