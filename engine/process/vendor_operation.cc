#include "engine/process/vendor_operation.h"

#include <algorithm>

#include "events/codec.h"

namespace lockstep::process {

namespace {

using domain::Account;
using ports::VendorErrc;
using ports::VendorError;

// The vendor may have carried the call out, or not.
bool unknown_outcome(const VendorError& error) {
  return error.code == VendorErrc::timeout || error.code == VendorErrc::server;
}

// Nor does an answer that makes no sense tell; where there is a call that looks, it is made.
bool needs_look_up(const VendorError& error) {
  return unknown_outcome(error) || error.code == VendorErrc::malformed;
}

VendorError unexpected() {
  return {VendorErrc::malformed, 0, "The answer does not fit the question.", std::nullopt};
}

VendorError error_of(const VendorAnswer& answer) {
  const auto* error = std::get_if<VendorError>(&answer);
  return error != nullptr ? *error : unexpected();
}

Account account_of(const ports::VendorUser& user) {
  return {.metactf_user_id = user.metactf_user_id,
          .metactf_username = Sealed<std::string>{user.metactf_username},
          .metactf_user_status = user.metactf_user_status,
          .last_login_at = user.last_login_at,
          .vendor_raw = user.raw.is_null() ? Sealed<boost::json::value>{} : Sealed{user.raw}};
}

NextStep report(std::string id, AnyCommand command) {
  return Outcomes{{std::move(id), std::move(command)}};
}

// What has written nothing itself, and stands in for nobody who may have.
template <class Operation>
void note_writes(const Operation& op, events::CallFailure& failure) {
  if (op.writes == 0 && !op.may_have_written) failure.nothing_written = true;
}

NextStep user_outcome(const EnsureUser& op, std::variant<Account, events::CallFailure> outcome) {
  if (auto* failure = std::get_if<events::CallFailure>(&outcome)) note_writes(op, *failure);
  const auto& id = op.payload.syned_user_id;
  if (op.payload.role == "coach")
    return report(id, domain::CoachCommand{
                          domain::RecordCoachAccountOutcome{op.call_id, std::move(outcome)}});
  return report(id, domain::CompetitorCommand{
                        domain::RecordOnboardingOutcome{op.call_id, std::move(outcome)}});
}

}  // namespace

NextStep EnsureUser::start() {
  looking = true;
  return VendorCall{GetUser{payload.syned_user_id}};
}

NextStep EnsureUser::on(const VendorAnswer& answer) {
  if (const auto* user = std::get_if<ports::VendorUser>(&answer)) {
    auto account = account_of(*user);
    account.created = writes > 0 || may_have_written;
    if (looking && account.created) account.maker_unknown = true;
    return user_outcome(*this, std::move(account));
  }
  const auto error = error_of(answer);
  const bool absent = looking && error.code == VendorErrc::not_found;
  if (absent && writes < kMaxWritesPerOperation) {
    looking = false;
    ++writes;
    return VendorCall{CreateUser{payload}};
  }
  if (looking)
    return user_outcome(*this, to_failure(absent && write_failed ? *write_failed : error));
  // A conflict says that he is there, an unknown outcome that he may be: look.
  if (!needs_look_up(error) && error.code != VendorErrc::conflict)
    return user_outcome(*this, to_failure(error));
  write_failed = error;
  return start();
}

namespace {

NextStep team_outcome(const EnsureTeam& op, domain::RecordTeamCreationOutcome outcome) {
  outcome.call_id = op.call_id;
  if (!outcome.failure && (op.writes > 1 || op.may_have_written)) outcome.maker_unknown = true;
  return report(op.payload.syned_team_id, domain::TeamCommand{std::move(outcome)});
}

}  // namespace

// The contract has no call that looks a team up. A second POST with the same id returns the same
// team, updates it to the same values, or answers 409: each of them means that it is there.
NextStep EnsureTeam::start() {
  ++writes;
  return VendorCall{CreateTeam{payload}};
}

NextStep EnsureTeam::on(const VendorAnswer& answer) {
  if (const auto* team = std::get_if<ports::VendorTeam>(&answer))
    return team_outcome(*this,
                        {{},
                         std::nullopt,
                         team->metactf_team_id,
                         team->metactf_coach_id,
                         team->team_name.empty() ? std::nullopt : std::optional(team->team_name),
                         events::enum_from_name<events::Division>(team->division)});
  const auto error = error_of(answer);
  if (error.code == VendorErrc::conflict) return team_outcome(*this, {});
  if (unknown_outcome(error) && writes < kMaxWritesPerOperation) return start();
  return team_outcome(*this, {{}, to_failure(error), std::nullopt, std::nullopt});
}

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

NextStep write_assignment(SetAssignment& op) {
  if (op.no_place) return report_full(op);
  ++op.writes;
  op.doing = op.team_id ? SetAssignment::Doing::assigning : SetAssignment::Doing::unassigning;
  if (op.team_id) return VendorCall{AssignTeam{op.team_id->value, op.competitor_id.value}};
  return VendorCall{DeleteAssignment{op.competitor_id.value}};
}

const VendorError kRefusedAsConflict{VendorErrc::conflict, 409,
                                     "The game platform refuses to put the user on the team.",
                                     std::nullopt};

bool is_on_any(const ports::VendorAssignments& list, const SetAssignment& op) {
  return std::ranges::any_of(list.assignments, [&](const ports::VendorAssignment& a) {
    return a.syned_user_id == op.competitor_id.value && a.syned_team_id;
  });
}

// Absence counts only in a list that is whole (product.md, "Drift").
bool is_on_none(const ports::VendorAssignments& list, const SetAssignment& op) {
  const bool whole = list.total_count == static_cast<std::int64_t>(list.assignments.size());
  return whole && !is_on_any(list, op);
}

bool is_on(const ports::VendorAssignments& list, const SetAssignment& op, const TeamId& team) {
  return std::ranges::any_of(list.assignments, [&](const ports::VendorAssignment& a) {
    return a.syned_user_id == op.competitor_id.value && a.syned_team_id == team.value;
  });
}

NextStep look_up_assignment(SetAssignment& op) {
  op.doing = SetAssignment::Doing::looking;
  // To be on no team means: on none of all, wherever we believed him to be.
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

// 409 to an assignment: does this vendor not move, or is it about something else?
NextStep look_for_old_team(SetAssignment& op) {
  op.doing = SetAssignment::Doing::looking_for_old_team;
  return VendorCall{GetAssignments{}};
}

// Taken off only where he is on another team: what is not there need not be undone.
NextStep after_looking_for_old_team(SetAssignment& op, const VendorAnswer& answer) {
  const auto* list = std::get_if<ports::VendorAssignments>(&answer);
  if (list == nullptr) return report_assignment(op, to_failure(error_of(answer)));
  if (is_on(*list, op, *op.team_id)) return report_assignment(op, std::nullopt);
  if (!is_on_any(*list, op)) return report_assignment(op, to_failure(kRefusedAsConflict));
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

NextStep SetAssignment::on(const VendorAnswer& answer) {
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
  // He is on no team there, it seems. A single 404 is no evidence: the list is.
  const bool seems_done = doing == Doing::unassigning && !team_id && unknown_id;
  if (seems_done || needs_look_up(error)) return look_up_assignment(*this);
  if (doing == Doing::assigning && error.code == VendorErrc::conflict && writes == 1)
    return look_for_old_team(*this);
  return report_assignment(*this, to_failure(error));
}

namespace {

Outcome sync_failure(const CompetitorId& id, const CallId& call, events::Feed feed,
                     const VendorError& error) {
  const auto result = error.code == VendorErrc::not_found   ? events::SyncResult::missing_remote
                      : error.code == VendorErrc::forbidden ? events::SyncResult::not_approved
                                                            : events::SyncResult::failed;
  return {id.value, domain::CompetitorCommand{
                        domain::RecordSyncFailure{call, feed, result, to_failure(error)}}};
}

}  // namespace

NextStep PollOdl::start() {
  return VendorCall{GetOdlScores{competitor_id.value, after}};
}

NextStep PollOdl::on(const VendorAnswer& answer) {
  if (const auto* scores = std::get_if<ports::OdlScores>(&answer))
    return report(competitor_id.value, domain::CompetitorCommand{domain::RecordOdlScores{
                                           call_id, after, scores->totals, scores->last_accessed_at,
                                           scores->solves, scores->unknown_fields}});
  if (forbidden) {  // This is the answer to the question why.
    Outcomes out;
    if (const auto* user = std::get_if<ports::VendorUser>(&answer))
      out.push_back({competitor_id.value, domain::CompetitorCommand{domain::RecordPlatformStatus{
                                              user->metactf_user_status, user->last_login_at}}});
    out.push_back(sync_failure(competitor_id, call_id, events::Feed::odl, *forbidden));
    return out;
  }
  const auto error = error_of(answer);
  if (error.code == VendorErrc::forbidden) {
    forbidden = error;
    return VendorCall{GetUser{competitor_id.value}};
  }
  return Outcomes{sync_failure(competitor_id, call_id, events::Feed::odl, error)};
}

NextStep PollFlash::start() {
  return VendorCall{GetFlashProgress{competitor_id.value}};
}

NextStep PollFlash::on(const VendorAnswer& answer) {
  if (const auto* progress = std::get_if<ports::FlashProgress>(&answer))
    return report(competitor_id.value,
                  domain::CompetitorCommand{domain::RecordFlashProgress{
                      call_id, progress->events, progress->solves, progress->unknown_fields}});
  const auto error = error_of(answer);
  // 404 of this feed means "no progress", not "no user" (contract.md).
  if (error.code == VendorErrc::not_found)
    return report(competitor_id.value,
                  domain::CompetitorCommand{domain::RecordFlashProgress{call_id, {}, {}, 0}});
  return Outcomes{sync_failure(competitor_id, call_id, events::Feed::flash_ctf, error)};
}

NextStep CheckCoachStatus::start() {
  return VendorCall{GetUser{coach_id.value}};
}

NextStep CheckCoachStatus::on(const VendorAnswer& answer) {
  const auto* user = std::get_if<ports::VendorUser>(&answer);
  if (user == nullptr) return Outcomes{};
  return report(coach_id.value, domain::CoachCommand{domain::RecordCoachPlatformStatus{
                                    user->metactf_user_status, user->last_login_at}});
}

}  // namespace lockstep::process
