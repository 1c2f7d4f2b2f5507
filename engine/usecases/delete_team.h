// A team's deletion. Answered when its name is free for another team.
#pragma once
#include <optional>

#include "engine/usecases/use_case.h"

namespace lockstep::usecases {

class DeleteTeam {
 public:
  DeleteTeam(TeamId team, std::optional<std::int64_t> if_revision)
      : team_(std::move(team)), if_revision_(if_revision) {}
  Step start();
  Step on(const Heard& heard);

 private:
  TeamId team_;
  std::optional<std::int64_t> if_revision_;
  std::optional<CommandReply> deleted_;
};

}  // namespace lockstep::usecases
