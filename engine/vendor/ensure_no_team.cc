#include "engine/vendor/ensure_no_team.h"

#include "engine/vendor/failure.h"

namespace lockstep::vendor {

using ports::VendorErrc;
using ports::VendorError;

NextStep EnsureNoTeam::start() {
  ++writes;
  return VendorCall{RemoveTeam{team_id.value}};
}

NextStep EnsureNoTeam::on(const VendorAnswer& answer) {
  const auto ended = [&](std::optional<events::CallFailure> failure) {
    return report(team_id.value, domain::TeamCommand{domain::RecordTeamDeletionOutcome{
                                     call_id, std::move(failure)}});
  };
  if (std::holds_alternative<Done>(answer)) return ended(std::nullopt);
  const auto error = error_of(answer);
  if (error.code == VendorErrc::not_found) return ended(std::nullopt);  // Gone already.
  if (unknown_outcome(error) && writes < kMaxWritesPerOperation) return start();
  auto failure = to_failure(error);
  // "Only for a team without members": the members' own calls are still on their way.
  if (error.code == VendorErrc::rejected) failure.passing = true;
  return ended(failure);
}

}  // namespace lockstep::vendor
