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
#include "events/codec.h"
#include "events/team_events.h"

namespace lockstep::domain {

inline constexpr std::size_t kMaxTeamMembers = 6;

/// The dashboard's facts, whole: what is absent is cleared.
struct RecordTeamFacts {
  TeamId team_id;
  CoachId coach_id;
  std::string name;
  events::Division division{};
  std::optional<std::string> affiliation;
};
struct AddTeamMember {
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
using TeamCommand = std::variant<RecordTeamFacts, AddTeamMember, RemoveTeamMember, DeleteTeam,
                                 ProceedTeamCreation, ConvergeTeam, RecordTeamCreationOutcome,
                                 ReportTeamMissing, RecordTeamDeletionOutcome>;

struct Team {
  static constexpr std::string_view kCategory = "team";
  using Command = TeamCommand;
  using Event = events::TeamEvent;
  struct State {
    static constexpr std::string_view kType = "team.state.v1";
    TeamId id;  ///< Empty until facts are recorded.
    CoachId coach_id;
    std::string name;
    events::Division division{};
    std::optional<std::string> affiliation;
    std::optional<std::string> coach_school;
    std::map<std::string, std::int64_t> members;  ///< Competitor id to request_no.
    /// The newest request_no ever seen per competitor: an older request comes too late.
    std::map<std::string, std::int64_t> newest_request;
    bool deleted = false;
    bool coach_ready = false;
    bool remote_exists = false;
    std::optional<MetactfTeamId> metactf_team_id;
    OpenCall creation_call;
    OpenCall deletion_call;
  };
  static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
  static State evolve(State, const Event&);
};
BOOST_DESCRIBE_STRUCT(Team::State, (),
                      (id, coach_id, name, division, affiliation, coach_school, members,
                       newest_request, deleted, coach_ready, remote_exists, metactf_team_id,
                       creation_call, deletion_call))
static_assert(Decider<Team>);

}  // namespace lockstep::domain
