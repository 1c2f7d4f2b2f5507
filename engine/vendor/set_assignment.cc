#include "engine/vendor/set_assignment.h"

#include <algorithm>

#include "engine/vendor/failure.h"

namespace lockstep::vendor {

using ports::VendorErrc;
using ports::VendorError;

namespace {

NextStep report_assignment(const SetAssignment& op, std::optional<events::CallFailure> failure) {
  if (failure) note_writes(op, *failure);
  return report(op.competitor_id.value, domain::CompetitorCommand{domain::RecordAssignmentOutcome{
                                            op.call_id, std::move(failure)}});
}

NextStep report_full(const SetAssignment& op) {
  return report_assignment(
      op, events::CallFailure{
              .code = std::string(events::kVendorTeamFull),
              .http_status = 0,
              .message = "The team still has all its places taken on the game platform.",
              .remedy = "Nothing to do: the competitor follows when somebody who has left the team "
                        "is gone there.",
              .passing = true});
}

bool is_writing(const SetAssignment& op) {
  return op.doing == SetAssignment::Doing::assigning ||
         op.doing == SetAssignment::Doing::unassigning;
}

NextStep report_recalled(const SetAssignment& op) {
  return report_assignment(op, to_failure(recalled_call()));
}

NextStep write_assignment(SetAssignment& op) {
  if (op.recalled) return report_recalled(op);
  if (op.no_place) return report_full(op);
  ++op.writes;
  op.doing = op.team_id ? SetAssignment::Doing::assigning : SetAssignment::Doing::unassigning;
  if (op.team_id) return VendorCall{AssignTeam{op.team_id->value, op.competitor_id.value}};
  return VendorCall{DeleteAssignment{op.competitor_id.value}};
}

const VendorError kListNotWhole{
    VendorErrc::malformed, 200,
    "The game platform's list of assignments has rows that cannot be read, or not all of them.",
    std::nullopt};

bool is_on_any(const ports::VendorAssignments& list, const SetAssignment& op) {
  return std::ranges::any_of(list.assignments, [&](const ports::VendorAssignment& a) {
    return a.syned_user_id == op.competitor_id.value && a.syned_team_id;
  });
}

// Absence counts only in a list that is whole (product.md, "Drift").
bool is_on_none(const ports::VendorAssignments& list, const SetAssignment& op) {
  return list.is_whole() && !is_on_any(list, op);
}

bool is_on(const ports::VendorAssignments& list, const SetAssignment& op, const TeamId& team) {
  return std::ranges::any_of(list.assignments, [&](const ports::VendorAssignment& a) {
    return a.syned_user_id == op.competitor_id.value && a.syned_team_id == team.value;
  });
}

NextStep look_up_assignment(SetAssignment& op) {
  op.doing = SetAssignment::Doing::looking;
  // To be on no team means: on none of all, wherever we believed the user to be.
  return VendorCall{GetAssignments{op.team_id ? std::optional(op.team_id->value) : std::nullopt}};
}

NextStep after_look_up(SetAssignment& op, const VendorAnswer& answer) {
  const auto* list = std::get_if<ports::VendorAssignments>(&answer);
  if (list == nullptr) {
    const auto error = error_of(answer);
    // A team without a list has nobody on it. Whether it is there at all, the write will tell.
    const bool not_on_it = op.team_id && op.writes == 0 && error.code == VendorErrc::not_found;
    return not_on_it ? write_assignment(op) : report_assignment(op, to_failure(error));
  }
  const bool so = op.team_id ? is_on(*list, op, *op.team_id) : is_on_none(*list, op);
  if (so) return report_assignment(op, std::nullopt);
  if (op.writes < kMaxWritesPerOperation) return write_assignment(op);
  return report_assignment(
      op, to_failure({VendorErrc::conflict, 0,
                      "The game platform does not show the team change yet.", std::nullopt}));
}

// 409 or 400 to an assignment: does this vendor not move, or is it about something else?
NextStep look_for_old_team(SetAssignment& op, const VendorError& refusal) {
  op.refusal = refusal;
  op.doing = SetAssignment::Doing::looking_for_old_team;
  return VendorCall{GetAssignments{}};
}

// Taken off only where the user is on another team: what is not there need not be undone.
NextStep after_looking_for_old_team(SetAssignment& op, const VendorAnswer& answer) {
  const auto* list = std::get_if<ports::VendorAssignments>(&answer);
  if (list == nullptr) return report_assignment(op, to_failure(error_of(answer)));
  if (is_on(*list, op, *op.team_id)) return report_assignment(op, std::nullopt);
  if (!is_on_any(*list, op))
    return report_assignment(op, to_failure(list->is_whole() ? *op.refusal : kListNotWhole));
  if (op.recalled) return report_recalled(op);
  ++op.writes;
  op.doing = SetAssignment::Doing::unassigning;
  return VendorCall{DeleteAssignment{op.competitor_id.value}};
}

// 404 to an assignment: the user, or the team? Only users can be looked up.
NextStep ask_who_is_unknown(SetAssignment& op) {
  op.doing = SetAssignment::Doing::asking_who_is_unknown;
  return VendorCall{GetUser{op.competitor_id.value}};
}

NextStep after_asking(const SetAssignment& op, const VendorAnswer& answer) {
  if (!std::holds_alternative<ports::VendorUser>(answer))
    return report_assignment(op, to_failure(error_of(answer)));
  return report_assignment(
      op, events::CallFailure{.code = std::string(events::kVendorTeamMissing),
                              .http_status = 404,
                              .message = "The game platform does not have the team.",
                              .remedy = "Nothing to do: the team is made again by itself.",
                              .passing = true});
}

}  // namespace

NextStep SetAssignment::start() {
  return may_be_so ? look_up_assignment(*this) : write_assignment(*this);
}

bool SetAssignment::recall() {
  recalled = true;
  return is_writing(*this);
}

NextStep SetAssignment::on(const VendorAnswer& answer) {
  const auto* failed = std::get_if<VendorError>(&answer);
  if (failed != nullptr && not_sent(*failed)) {
    if (is_writing(*this)) --writes;
    return report_assignment(*this, to_failure(*failed));
  }
  if (doing == Doing::looking) return after_look_up(*this, answer);
  if (doing == Doing::looking_for_old_team) return after_looking_for_old_team(*this, answer);
  if (doing == Doing::asking_who_is_unknown) return after_asking(*this, answer);
  if (std::holds_alternative<ports::VendorAssignment>(answer)) {
    // Un-assigned only to be assigned anew: the second half follows.
    if (doing == Doing::unassigning && team_id && writes <= kMaxWritesPerOperation)
      return write_assignment(*this);
    return report_assignment(*this, std::nullopt);
  }
  const auto error = error_of(answer);
  const bool unknown_id = error.code == VendorErrc::not_found;
  if (doing == Doing::assigning && unknown_id) return ask_who_is_unknown(*this);
  // The user is on no team there, it seems. A single 404 is no evidence: the list is.
  const bool seems_done = doing == Doing::unassigning && !team_id && unknown_id;
  if (seems_done || needs_look_up(error)) return look_up_assignment(*this);
  const bool refused = error.code == VendorErrc::conflict || error.code == VendorErrc::rejected;
  if (doing == Doing::assigning && refused && writes == 1) return look_for_old_team(*this, error);
  return report_assignment(*this, to_failure(error));
}

}  // namespace lockstep::vendor
