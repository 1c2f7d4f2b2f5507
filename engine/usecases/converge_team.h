// "Converge this team now": the team and everybody on it compare what is desired with what is known
// of the vendor. Convergence is level-triggered, so the order is nothing to the vendor.
#pragma once
#include <optional>
#include <vector>

#include "engine/usecases/use_case.h"

namespace lockstep::usecases {

/// The answer is the team's.
class ConvergeTeam {
 public:
  ConvergeTeam(TeamId team, std::vector<CompetitorId> members,
               std::optional<std::int64_t> if_revision)
      : team_(std::move(team)), members_(std::move(members)), if_revision_(if_revision) {}
  Step start() { return next(); }
  Step on(const Heard& heard);

 private:
  Step next();

  TeamId team_;
  std::vector<CompetitorId> members_;  ///< Those still to be told.
  std::optional<std::int64_t> if_revision_;
  bool team_told_ = false;
};

}  // namespace lockstep::usecases
