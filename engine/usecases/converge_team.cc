#include "engine/usecases/converge_team.h"

namespace lockstep::usecases {

Step ConvergeTeam::on(const Heard& heard) {
  if (const auto* error = std::get_if<Error>(&heard)) return Outcome{*error};
  if (team_told_) return Outcome{std::get<CommandReply>(heard)};
  return next();
}

Step ConvergeTeam::next() {
  if (!members_.empty()) {
    auto member = std::move(members_.back());
    members_.pop_back();
    return Give{std::move(member.value), domain::CompetitorCommand{domain::ConvergeAssignment{}},
                std::nullopt};
  }
  team_told_ = true;
  return Give{team_.value, domain::TeamCommand{domain::ConvergeTeam{}}, ":team", if_revision_};
}

}  // namespace lockstep::usecases
