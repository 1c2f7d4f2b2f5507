#include "engine/vendor/ensure_no_team.h"

#include <algorithm>

#include "engine/vendor/failure.h"
#include "events/failure_codes.h"

namespace lockstep::vendor {

using ports::VendorErrc;
using ports::VendorError;

namespace {

NextStep report_deletion(const EnsureNoTeam& op, std::optional<events::CallFailure> failure) {
  return report(op.team_id.value, domain::TeamCommand{domain::RecordTeamDeletionOutcome{
                                      op.call_id, std::move(failure)}});
}

// "Only for a team without members": their own calls may still be on their way.
NextStep after_look_up(const EnsureNoTeam& op, const VendorAnswer& answer) {
  auto failure = to_failure(*op.refusal);
  failure.passing = true;
  failure.remedy = "Nothing to do: it is tried again by itself. If it lasts, ask MetaCTF support.";
  const auto* list = std::get_if<ports::VendorAssignments>(&answer);
  const auto members =
      list == nullptr ? 0 : std::ranges::count_if(list->assignments, [&](const auto& assignment) {
        return assignment.syned_team_id == op.team_id.value;
      });
  if (members > 0) {
    failure.code = events::kVendorTeamNotEmpty;
    failure.message = "The game platform deletes a team only when nobody is on it, and " +
                      std::to_string(members) + " still are.";
    failure.remedy =
        "Nothing to do for those who are being taken off. About a removal that is held or was "
        "rejected an admin decides; for others ask MetaCTF support.";
  }
  return report_deletion(op, failure);
}

}  // namespace

NextStep EnsureNoTeam::start() {
  ++writes;
  return VendorCall{RemoveTeam{team_id.value}};
}

NextStep EnsureNoTeam::on(const VendorAnswer& answer) {
  if (refusal) return after_look_up(*this, answer);
  if (std::holds_alternative<Done>(answer)) return report_deletion(*this, std::nullopt);
  const auto error = error_of(answer);
  if (error.code == VendorErrc::not_found)  // Gone already.
    return report_deletion(*this, std::nullopt);
  if (unknown_outcome(error) && writes < kMaxWritesPerOperation) return start();
  if (error.code != VendorErrc::rejected && error.code != VendorErrc::conflict)
    return report_deletion(*this, to_failure(error));
  refusal = error;
  return VendorCall{GetAssignments{team_id.value}};
}

}  // namespace lockstep::vendor
