#include "engine/usecases/record_team.h"

#include <algorithm>

#include "base/text.h"
#include "engine/domain/coach.h"
#include "engine/domain/team.h"
#include "engine/domain/team_refusals.h"
#include "engine/retry_policy.h"

namespace lockstep::usecases {

namespace {

using domain::CoachCommand;
using domain::TeamCommand;

// A request may end under the hands of whoever asked: another one was confirmed in between, or the
// one before was withdrawn. Then it is asked anew.
constexpr int kMaxAttempts = 5;

// Whoever was told of the others may try again, with the same idempotency key too.
bool is_final(std::string_view reason) {
  return reason != domain::kTeamNameRequestEnded && reason != domain::kTeamNameWithdrawn;
}

}  // namespace

std::string RecordTeam::part(std::string_view name) const {
  return ":" + std::string(name) + (attempt_ == 1 ? "" : std::to_string(attempt_));
}

Give RecordTeam::to_team(TeamCommand command, std::string_view name) const {
  return {change_.team_id.value, std::move(command), part(name)};
}

Step RecordTeam::start() {
  doing_ = Doing::asking;
  return to_team(change_, "ask");
}

Step RecordTeam::on(const Heard& heard) {
  if (const auto* error = std::get_if<Error>(&heard)) return on_error(*error);
  if (const auto* event = std::get_if<events::AnyEvent>(&heard)) return after_looking(*event);
  if (const auto* stream = std::get_if<std::vector<events::AnyEvent>>(&heard))
    return doing_ == Doing::recalling_end ? how_it_ended(*stream) : adopt_open_request(*stream);
  return after_reply(std::get<CommandReply>(heard));
}

Step RecordTeam::after_reply(const CommandReply& reply) {
  switch (doing_) {
    case Doing::asking:
      return after_asking(reply);
    case Doing::holding:
      if (!reply.changed) return confirm();  // The process was faster.
      doing_ = Doing::looking_at_hold;
      return Look{reply.position};
    case Doing::confirming:
      reply_ = reply;
      if (!reply.changed) {  // The process was faster.
        reply_.changed = true;
        return done();
      }
      doing_ = Doing::looking_at_facts;
      return Look{reply.position};
    case Doing::refusing:
      return release();
    case Doing::releasing:
    case Doing::withdrawing:
    case Doing::looking_at_request:
    case Doing::recalling_request:
    case Doing::recalling_end:
    case Doing::looking_at_hold:
    case Doing::looking_at_facts:
      break;
  }
  return Outcome{refusal_};
}

Step RecordTeam::after_asking(const CommandReply& reply) {
  reply_ = reply;
  if (reply.changed) {
    doing_ = Doing::looking_at_request;
    return Look{reply.position};
  }
  if (!change_.name) return Outcome{reply};
  // It is so already; or somebody asks for the same right now, and what that comes to counts.
  doing_ = Doing::recalling_request;
  return Recall{{std::string(domain::Team::kCategory), change_.team_id.value}};
}

Step RecordTeam::after_looking(const events::AnyEvent& event) {
  if (doing_ == Doing::looking_at_request) {
    const auto* asked = std::get_if<events::TeamNameRequested>(&event);
    if (asked == nullptr) return Outcome{reply_};  // No other name: the facts are recorded.
    return hold(asked->coach_id, asked->request_no, asked->change.reveal().name);
  }
  if (doing_ == Doing::looking_at_hold) {
    const auto* refused = std::get_if<events::CoachTeamNameRefused>(&event);
    return refused == nullptr ? confirm() : refuse(refused->reason);
  }
  const auto* refused = std::get_if<events::TeamNameRefused>(&event);
  if (refused == nullptr) return done();
  refusal_ = domain::team_name_refusal(refused->reason);
  return release();
}

// Of two who require the same facts one alone finds them so.
Step RecordTeam::done() {
  return of_another_ ? too_late() : Step{Outcome{reply_}};
}

Step RecordTeam::too_late() {
  return Outcome{domain::team_name_refusal(domain::kTeamFactsChanged)};
}

Step RecordTeam::adopt_open_request(const std::vector<events::AnyEvent>& stream) {
  const auto team = state_of<domain::Team>(stream);
  const auto key = base::name_key(*change_.name);
  const auto& open = team.name_requests.reveal();
  const auto same = std::ranges::find_if(open, [&](const auto& request) {
    return request.if_revision == change_.if_revision && base::name_key(request.change.name) == key;
  });
  if (same == open.end()) {
    if (change_.if_revision && team.facts_revision != *change_.if_revision) return too_late();
    const bool has_it = !team.id.empty() && base::name_key(team.name.reveal()) == key;
    return has_it ? Step{Outcome{reply_}} : ask_again();
  }
  of_another_ = change_.if_revision.has_value();
  return hold(same->coach_id, same->request_no, same->change.name);
}

Step RecordTeam::hold(const CoachId& coach, std::int64_t request_no, const std::string& name) {
  doing_ = Doing::holding;
  request_no_ = request_no;
  coach_ = coach;
  return Give{coach.value,
              CoachCommand{domain::HoldTeamName{coach, change_.team_id, request_no, name}},
              part("hold")};
}

// The process was faster, and the answer was no: why?
Step RecordTeam::recall_end(const StreamId& stream) {
  doing_ = Doing::recalling_end;
  return Recall{stream};
}

Step RecordTeam::how_it_ended(const std::vector<events::AnyEvent>& stream) {
  for (const auto& event : stream) {
    if (const auto* held = std::get_if<events::CoachTeamNameRefused>(&event))
      if (held->team_id == change_.team_id && held->request_no == request_no_)
        return refuse(held->reason);
    if (const auto* over = std::get_if<events::TeamNameRefused>(&event))
      if (over->request_no == request_no_ && is_final(over->reason)) return refuse(over->reason);
  }
  return ask_again();
}

Step RecordTeam::ask_again() {
  if (attempt_ == kMaxAttempts) return refuse(std::string(domain::kTeamNameRequestEnded));
  ++attempt_;
  return start();
}

Step RecordTeam::confirm() {
  doing_ = Doing::confirming;
  return to_team(domain::ConfirmTeamName{request_no_}, "confirm");
}

Step RecordTeam::refuse(const std::string& reason) {
  doing_ = Doing::refusing;
  refusal_ = domain::team_name_refusal(reason);
  return to_team(domain::RefuseTeamName{request_no_, reason}, "refuse");
}

// Whoever is told of the refusal may give the name to another team.
Step RecordTeam::release() {
  doing_ = Doing::releasing;
  return Give{coach_.value, CoachCommand{domain::ReleaseTeamName{change_.team_id, request_no_}},
              std::nullopt};
}

Step RecordTeam::on_error(const Error& error) {
  // The no holds by itself, and the process releases what was held.
  if (doing_ == Doing::refusing || doing_ == Doing::releasing) return Outcome{refusal_};
  if (doing_ == Doing::withdrawing || doing_ == Doing::asking) return Outcome{error};
  if (request_no_ == 0) return Outcome{error};
  if (got_no_answer(error.code)) {
    doing_ = Doing::withdrawing;
    refusal_ = domain::team_name_refusal(domain::kTeamNameWithdrawn);
    return Give{
        change_.team_id.value,
        TeamCommand{domain::RefuseTeamName{request_no_, std::string(domain::kTeamNameWithdrawn)}},
        std::nullopt,
        {},
        true};
  }
  if (doing_ == Doing::recalling_end) return ask_again();
  if (error.type != domain::kTeamNameRequestEnded) return refuse(error.type);
  return recall_end(doing_ == Doing::holding
                        ? StreamId{std::string(domain::Coach::kCategory), coach_.value}
                        : StreamId{std::string(domain::Team::kCategory), change_.team_id.value});
}

}  // namespace lockstep::usecases
