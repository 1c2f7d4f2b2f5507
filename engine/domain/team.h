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
#include "engine/domain/team_commands.h"
#include "events/codec.h"
#include "events/team_events.h"

namespace lockstep::domain {

inline constexpr std::size_t kMaxTeamMembers = 6;

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
    static constexpr std::string_view kType = "team.state.v4";
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
    bool only_said_to_exist = false;  ///< The vendor refused to make it, and named no id.
    bool exists_in_vain = false;      ///< And does not have it, under this name.
  };
  static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
  static State evolve(State, const Event&);
};
BOOST_DESCRIBE_STRUCT(Team::State, (),
                      (id, coach_id, name, division, affiliation, coach_school, requested_id,
                       newest_name_request, held_name_request, name_requests, members,
                       newest_request, deleted, coach_ready, remote_exists, metactf_team_id,
                       creation_call, deletion_call, facts_revision, only_said_to_exist,
                       exists_in_vain))
static_assert(Decider<Team>);

}  // namespace lockstep::domain
