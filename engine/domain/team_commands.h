// What a team can be asked to do or told.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "engine/domain/facts_change.h"
#include "events/ids.h"
#include "events/roster_types.h"
#include "events/vendor_types.h"

namespace lockstep::domain {

/// The dashboard's facts, in part: decided on what is recorded, so that whoever sends it need not
/// know that. Another name is asked of the coach first, and all of it waits for the answer.
struct ChangeTeamFacts {
  TeamId team_id;
  std::optional<CoachId> only_of = {};  ///< Set when a coach asks: others' teams are none to them.
  FactChange<CoachId> coach_id = {};
  FactChange<std::string> name = {};
  FactChange<events::Division> division = {};
  ClearableFactChange<std::string> affiliation = {};
  /// Set: only while the facts are at this revision (0: there are none yet). Otherwise Errc::stale,
  /// unless they are as wanted already.
  std::optional<std::int64_t> if_revision = {};
};
/// The coach holds the name for this request. Refused with `team-name-request-ended` when nobody
/// waits for it any more: the caller then releases it.
struct ConfirmTeamName {
  std::int64_t request_no{};
};
/// The request is over: the coach refused it, or whoever asked waits no longer.
struct RefuseTeamName {
  std::int64_t request_no{};
  std::string reason;
};
/// A refusal is recorded and holds: the same request is not taken later, when there is a place.
struct AddTeamMember {
  TeamId team_id;
  CompetitorId competitor_id;
  std::int64_t request_no{};
  events::Division division{};
  CoachId coach_id;
};
/// Removes a membership of `up_to_request_no` or older; of any age when that is empty.
struct RemoveTeamMember {
  CompetitorId competitor_id;
  std::optional<std::int64_t> up_to_request_no;
  events::RemovalReason reason{};
};
struct DeleteTeam {};
/// The coach's account is there. `coach_school` is the affiliation when the team has none.
struct ProceedTeamCreation {
  std::optional<std::string> coach_school;
};
/// Make the vendor have what we have. `retry`: by the timer, so only when it is due.
struct ConvergeTeam {
  bool retry = false;
};
struct RecordTeamCreationOutcome {
  CallId call_id;
  std::optional<events::CallFailure> failure;
  std::optional<MetactfTeamId> metactf_team_id;
  std::optional<std::string> metactf_coach_id;
  std::optional<std::string> team_name = {};      ///< As the vendor has it.
  std::optional<events::Division> division = {};  ///< Likewise.
  std::optional<bool> maker_unknown = {};         ///< See TeamRemoteCreated.
};
/// The vendor does not know the team although we know it to be there: make it again.
struct ReportTeamMissing {
  CallId found_by;
};
struct RecordTeamDeletionOutcome {
  CallId call_id;
  std::optional<events::CallFailure> failure;
};
using TeamCommand =
    std::variant<ChangeTeamFacts, ConfirmTeamName, RefuseTeamName, AddTeamMember, RemoveTeamMember,
                 DeleteTeam, ProceedTeamCreation, ConvergeTeam, RecordTeamCreationOutcome,
                 ReportTeamMissing, RecordTeamDeletionOutcome>;

}  // namespace lockstep::domain
