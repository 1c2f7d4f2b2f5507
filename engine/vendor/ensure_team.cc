#include "engine/vendor/ensure_team.h"

#include "engine/vendor/failure.h"
#include "events/codec.h"

namespace lockstep::vendor {

using ports::VendorErrc;
using ports::VendorError;

namespace {

NextStep team_outcome(const EnsureTeam& op, domain::RecordTeamCreationOutcome outcome) {
  outcome.call_id = op.call_id;
  if (outcome.failure) note_writes(op, *outcome.failure);
  if (!outcome.failure && (op.writes > 1 || op.may_have_written)) outcome.maker_unknown = true;
  return report(op.payload.syned_team_id, domain::TeamCommand{std::move(outcome)});
}

}  // namespace

// The contract has no call that looks a team up. A second POST with the same id returns the same
// team, updates it to the same values, or answers 409: each of them means that it is there.
NextStep EnsureTeam::start() {
  if (recalled) return team_outcome(*this, {{}, to_failure(recalled_call()), {}, {}});
  ++writes;
  return VendorCall{CreateTeam{payload}};
}

NextStep EnsureTeam::on(const VendorAnswer& answer) {
  if (const auto* team = std::get_if<ports::VendorTeam>(&answer))
    return team_outcome(
        *this,
        {{},
         std::nullopt,
         team->metactf_team_id,
         events::is_odd(team->odd, "metactf_coach_id") ? std::nullopt
                                                       : std::optional(team->metactf_coach_id),
         team->team_name.empty() ? std::nullopt : std::optional(team->team_name),
         events::enum_from_name<events::Division>(team->division)});
  const auto error = error_of(answer);
  if (not_sent(error)) --writes;
  if (error.code == VendorErrc::conflict) return team_outcome(*this, {});
  if (unknown_outcome(error) && writes < kMaxWritesPerOperation) return start();
  return team_outcome(*this, {{}, to_failure(error), std::nullopt, std::nullopt});
}

}  // namespace lockstep::vendor
