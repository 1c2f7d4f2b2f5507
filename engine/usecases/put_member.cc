#include "engine/usecases/put_member.h"

#include <algorithm>

#include "engine/domain/competitor.h"
#include "engine/domain/team.h"
#include "engine/domain/team_refusals.h"
#include "engine/retry_policy.h"

namespace lockstep::usecases {

using domain::CompetitorCommand;

Step PutMember::start() {
  return Give{competitor_.value, CompetitorCommand{domain::RequestTeam{team_}}, ":ask"};
}

Step PutMember::on(const Heard& heard) {
  if (const auto* event = std::get_if<events::AnyEvent>(&heard)) return after_looking(*event);
  if (const auto* reply = std::get_if<CommandReply>(&heard)) return after_reply(*reply);
  if (const auto* error = std::get_if<Error>(&heard)) {
    if (doing_ == Doing::telling) return Outcome{refusal_};   // The team's no holds by itself.
    if (doing_ == Doing::letting_go) return Outcome{reply_};  // The process goes on with it.
    if (doing_ != Doing::adding || got_no_answer(error->code)) return Outcome{*error};
    refusal_ = *error;
    doing_ = Doing::recalling_refusal;
    return Recall{{std::string(domain::Team::kCategory), team_.value}};
  }
  return after_recalling(std::get<std::vector<events::AnyEvent>>(heard));
}

Step PutMember::after_recalling(const std::vector<events::AnyEvent>& stream) {
  if (doing_ == Doing::recalling_refusal) return why_refused(stream);
  if (doing_ == Doing::recalling_previous) return let_go(stream);
  const auto competitor = state_of<domain::Competitor>(stream);
  if (competitor.requested_team != team_) return Outcome{reply_};  // On the team already.
  return add({team_, competitor_, competitor.request_no, competitor.division, competitor.coach_id});
}

// The process was faster, and the team said no: the team's own reason is told.
Step PutMember::why_refused(const std::vector<events::AnyEvent>& team) {
  for (const auto& event : team)
    if (const auto* refused = std::get_if<events::TeamMemberRefused>(&event))
      if (refused->competitor_id == competitor_ && refused->request_no == request_no_)
        return tell_refusal(domain::team_member_refusal(refused->reason));
  return tell_refusal(refusal_);
}

// What was acknowledged counts at once: the team before has no such member any more.
Step PutMember::let_go(const std::vector<events::AnyEvent>& competitor) {
  for (const auto& event : competitor)
    if (const auto* assigned = std::get_if<events::CompetitorTeamAssigned>(&event))
      if (assigned->request_no == request_no_ && assigned->previous_team_id) {
        doing_ = Doing::letting_go;
        return Give{assigned->previous_team_id->value,
                    domain::TeamCommand{domain::RemoveTeamMember{competitor_, request_no_ - 1,
                                                                 events::RemovalReason::moved}},
                    std::nullopt};
      }
  return Outcome{reply_};
}

// All of it has happened at the last position.
void PutMember::note(const CommandReply& reply) {
  reply_.position = std::max(reply_.position, reply.position);
}

Step PutMember::after_reply(const CommandReply& reply) {
  if (doing_ == Doing::telling) return Outcome{refusal_};
  if (doing_ == Doing::adding) {
    if (!reply.changed) return confirm();  // The process was faster.
    doing_ = Doing::looking_at_place;
    return Look{reply.position};
  }
  if (doing_ == Doing::letting_go) {
    note(reply);
    return Outcome{reply_};
  }
  if (doing_ == Doing::confirming) {
    reply_.version = std::max(reply_.version, reply.version);
    note(reply);
    doing_ = Doing::recalling_previous;
    return Recall{{std::string(domain::Competitor::kCategory), competitor_.value}};
  }
  reply_ = reply;
  if (reply.changed) {
    doing_ = Doing::looking_at_request;
    return Look{reply.position};
  }
  doing_ = Doing::recalling_request;
  return Recall{{std::string(domain::Competitor::kCategory), competitor_.value}};
}

Step PutMember::after_looking(const events::AnyEvent& event) {
  if (const auto* refused = std::get_if<events::TeamMemberRefused>(&event))
    return tell_refusal(domain::team_member_refusal(refused->reason));
  if (doing_ == Doing::looking_at_place) return confirm();
  const auto* asked = std::get_if<events::CompetitorTeamRequested>(&event);
  if (asked == nullptr) return Outcome{reply_};
  return add({team_, asked->competitor_id, asked->request_no, asked->division, asked->coach_id});
}

Step PutMember::add(const domain::AddTeamMember& command) {
  doing_ = Doing::adding;
  request_no_ = command.request_no;
  return Give{team_.value, domain::TeamCommand{command}, ":add"};
}

// Whoever is told of it sees it, and may go on from there.
Step PutMember::confirm() {
  doing_ = Doing::confirming;
  return Give{competitor_.value, CompetitorCommand{domain::ConfirmTeam{team_, request_no_}},
              ":confirm"};
}

Step PutMember::tell_refusal(const Error& why) {
  doing_ = Doing::telling;
  refusal_ = why;
  return Give{competitor_.value,
              CompetitorCommand{domain::RecordTeamRefused{team_, request_no_, why.type}},
              std::nullopt};
}

}  // namespace lockstep::usecases
