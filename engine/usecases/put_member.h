// A competitor comes to a team. The desired team belongs to the competitor, the roster to the team,
// so it takes three commands: ask, take, confirm; a fourth where another team lets go; or tell,
// when the team refuses: what was refused never happens.
#pragma once
#include <optional>

#include "engine/usecases/use_case.h"

namespace lockstep::usecases {

/// The version in the answer is the competitor's, who was asked first.
class PutMember {
 public:
  PutMember(TeamId team, CompetitorId competitor)
      : team_(std::move(team)), competitor_(std::move(competitor)) {}
  Step start();
  Step on(const Heard& heard);

 private:
  enum class Doing : std::uint8_t {
    asking,
    looking_at_request,
    recalling_request,
    adding,
    looking_at_place,
    recalling_refusal,
    confirming,
    recalling_previous,
    letting_go,
    telling
  };
  Step after_reply(const CommandReply& reply);
  Step after_looking(const events::AnyEvent& event);
  Step add(const domain::AddTeamMember& command);
  Step confirm();
  Step after_recalling(const std::vector<events::AnyEvent>& stream);
  Step let_go(const std::vector<events::AnyEvent>& competitor);
  Step why_refused(const std::vector<events::AnyEvent>& team);
  void note(const CommandReply& reply);
  Step tell_refusal(const Error& why);

  TeamId team_;
  CompetitorId competitor_;
  Doing doing_ = Doing::asking;
  std::int64_t request_no_ = 0;
  CommandReply reply_{};
  Error refusal_{};
};

}  // namespace lockstep::usecases
