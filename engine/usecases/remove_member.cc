#include "engine/usecases/remove_member.h"

#include <algorithm>

#include "engine/domain/competitor.h"

namespace lockstep::usecases {

Step RemoveMember::start() {
  return Give{team_.value,
              domain::TeamCommand{domain::RemoveTeamMember{competitor_, std::nullopt,
                                                           events::RemovalReason::asked}},
              ":remove"};
}

Step RemoveMember::on(const Heard& heard) {
  if (const auto* error = std::get_if<Error>(&heard)) return Outcome{*error};
  if (const auto* event = std::get_if<events::AnyEvent>(&heard)) {
    const auto* removed = std::get_if<events::TeamMemberRemoved>(event);
    return removed == nullptr ? Step{Outcome{*removed_}} : leave(removed->request_no);
  }
  if (const auto* stream = std::get_if<std::vector<events::AnyEvent>>(&heard)) {
    return leave(state_of<domain::Competitor>(*stream).request_no);
  }
  const auto& reply = std::get<CommandReply>(heard);
  if (removed_) {  // Both have happened at the later position.
    removed_->position = std::max(removed_->position, reply.position);
    return Outcome{*removed_};
  }
  removed_ = reply;
  if (removed_->changed) return Look{removed_->position};
  // No member: but perhaps on the way to become one, or to hear that it is none any more.
  return Recall{{std::string(domain::Competitor::kCategory), competitor_.value}};
}

Step RemoveMember::leave(std::int64_t request_no) {
  return Give{competitor_.value, domain::CompetitorCommand{domain::LeaveTeam{team_, request_no}},
              ":leave"};
}

}  // namespace lockstep::usecases
