// A competitor leaves a team, or is not to come to it any more. What is acknowledged counts at
// once, so that a wish for the same team right behind it is a new wish.
#pragma once
#include <optional>

#include "engine/usecases/use_case.h"

namespace lockstep::usecases {

/// The version in the answer is the team's, the position that of the competitor's leaving.
class RemoveMember {
 public:
  RemoveMember(TeamId team, CompetitorId competitor)
      : team_(std::move(team)), competitor_(std::move(competitor)) {}
  Step start();
  Step on(const Heard& heard);

 private:
  Step leave(std::int64_t request_no);

  TeamId team_;
  CompetitorId competitor_;
  std::optional<CommandReply> removed_;
};

}  // namespace lockstep::usecases
