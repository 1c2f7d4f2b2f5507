// A team's facts. Another name is the coach's to give, so it takes up to three commands: ask, hold,
// confirm. The engine's process does the same from the log, so whoever dies between any two of them
// leaves nothing half done; this is here for the answer.
#pragma once
#include <string>

#include "engine/usecases/use_case.h"

namespace lockstep::usecases {

/// Answered when the name is confirmed, or refused and free again. When that takes too long the
/// request is withdrawn and the answer is Errc::unavailable.
class RecordTeam {
 public:
  explicit RecordTeam(domain::ChangeTeamFacts change) : change_(std::move(change)) {}
  Step start();
  Step on(const Heard& heard);

 private:
  enum class Doing : std::uint8_t {
    asking,
    looking_at_request,
    recalling_request,
    recalling_end,
    holding,
    looking_at_hold,
    confirming,
    looking_at_facts,
    refusing,
    releasing,
    withdrawing
  };
  [[nodiscard]] std::string part(std::string_view name) const;
  [[nodiscard]] Give to_team(domain::TeamCommand command, std::string_view name) const;
  Step after_reply(const CommandReply& reply);
  Step after_asking(const CommandReply& reply);
  Step after_looking(const events::AnyEvent& event);
  Step adopt_open_request(const std::vector<events::AnyEvent>& stream);
  Step hold(const CoachId& coach, std::int64_t request_no, const std::string& name);
  Step recall_end(const StreamId& stream);
  Step how_it_ended(const std::vector<events::AnyEvent>& stream);
  Step ask_again();
  Step done();
  static Step too_late();
  Step confirm();
  Step refuse(const std::string& reason);
  Step release();
  Step on_error(const Error& error);

  domain::ChangeTeamFacts change_;
  Doing doing_ = Doing::asking;
  int attempt_ = 1;
  std::int64_t request_no_ = 0;
  bool of_another_ = false;  ///< The request is that of another who requires the same facts.
  CoachId coach_;
  CommandReply reply_{};
  Error refusal_{};
};

}  // namespace lockstep::usecases
