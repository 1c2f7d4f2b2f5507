// A team: its facts, its roster (at most 6), and its twin at the vendor.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/decider.h"
#include "engine/domain/account.h"
#include "engine/domain/facts_change.h"
#include "events/codec.h"
#include "events/team_events.h"

namespace lockstep::domain {

inline constexpr std::size_t kMaxTeamMembers = 6;

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

/// One that the coach has not answered yet.
struct OpenNameRequest {
  std::int64_t request_no{};
  CoachId coach_id;
  events::TeamFactsChange change;
  std::optional<std::int64_t> if_revision = {};
  bool operator==(const OpenNameRequest&) const = default;
};
BOOST_DESCRIBE_STRUCT(OpenNameRequest, (), (request_no, coach_id, change, if_revision))

struct Team {
  static constexpr std::string_view kCategory = "team";
  using Command = TeamCommand;
  using Event = events::TeamEvent;
  struct State {
    static constexpr std::string_view kType = "team.state.v3";
    TeamId id;  ///< Empty until facts are recorded.
    CoachId coach_id;
    Sealed<std::string> name;
    events::Division division{};
    Sealed<std::optional<std::string>> affiliation;
    Sealed<std::optional<std::string>> coach_school;
    TeamId requested_id;  ///< Also before facts are recorded, when a name is asked for.
    std::int64_t newest_name_request = 0;
    std::int64_t held_name_request = 0;  ///< That the coach holds `name` for; 0: none.
    Sealed<std::vector<OpenNameRequest>> name_requests;
    std::map<std::string, std::int64_t> members;  ///< Competitor id to request_no.
    /// The newest request_no ever seen per competitor: an older request comes too late.
    std::map<std::string, std::int64_t> newest_request;
    bool deleted = false;
    bool coach_ready = false;
    bool remote_exists = false;
    std::optional<MetactfTeamId> metactf_team_id;
    OpenCall creation_call;
    OpenCall deletion_call;
    std::int64_t facts_revision = 0;  ///< How often facts were recorded, the deletion included.
  };
  static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
  static State evolve(State, const Event&);
};
BOOST_DESCRIBE_STRUCT(Team::State, (),
                      (id, coach_id, name, division, affiliation, coach_school, requested_id,
                       newest_name_request, held_name_request, name_requests, members,
                       newest_request, deleted, coach_ready, remote_exists, metactf_team_id,
                       creation_call, deletion_call, facts_revision))
static_assert(Decider<Team>);

}  // namespace lockstep::domain
