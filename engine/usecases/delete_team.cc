#include "engine/usecases/delete_team.h"

#include "engine/domain/team.h"

namespace lockstep::usecases {

Step DeleteTeam::start() {
  return Give{team_.value, domain::TeamCommand{domain::DeleteTeam{}}, ":delete", if_revision_};
}

Step DeleteTeam::on(const Heard& heard) {
  if (const auto* error = std::get_if<Error>(&heard)) return Outcome{*error};
  if (const auto* stream = std::get_if<std::vector<events::AnyEvent>>(&heard)) {
    const auto coach = state_of<domain::Team>(*stream).coach_id;
    return Give{coach.value, domain::CoachCommand{domain::ReleaseTeamName{team_, std::nullopt}},
                std::nullopt};
  }
  if (deleted_) return Outcome{*deleted_};  // Its name is free.
  deleted_ = std::get<CommandReply>(heard);
  return Recall{{std::string(domain::Team::kCategory), team_.value}};
}

}  // namespace lockstep::usecases
