// A coach: facts, the account at the vendor, who waits for it, and the names of the coach's teams.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/decider.h"
#include "engine/domain/account.h"
#include "engine/domain/coach_commands.h"
#include "engine/domain/found_account.h"
#include "engine/domain/onboarding_policy.h"
#include "events/coach_events.h"
#include "events/codec.h"

namespace lockstep::domain {

struct HeldTeamName {
  TeamId team_id;
  std::int64_t request_no{};
  std::string name;
  bool operator==(const HeldTeamName&) const = default;
};
BOOST_DESCRIBE_STRUCT(HeldTeamName, (), (team_id, request_no, name))

struct Coach {
  static constexpr std::string_view kCategory = "coach";
  using Command = CoachCommand;
  using Event = events::CoachEvent;
  using Policy = OnboardingPolicy;
  struct State {
    static constexpr std::string_view kType = "coach.state.v4";
    CoachId id;  ///< Empty until facts are recorded.
    Sealed<events::CoachPerson> person;
    Sealed<std::optional<std::string>> school_name;
    std::optional<std::string> region;
    std::optional<events::Division> division;
    std::optional<MetactfUserId> metactf_user_id;
    std::optional<std::string> metactf_user_status;
    std::optional<VendorTime> last_login_at;
    OpenCall account_call;
    std::set<std::string> waiting_competitors;
    std::set<std::string> waiting_teams;
    std::set<std::string> cleared_competitors;
    std::set<std::string> cleared_teams;
    Sealed<std::vector<HeldTeamName>> team_names;
    /// By team, the newest number that was refused or released: an older one comes too late.
    std::map<std::string, std::int64_t> ended_name_requests;
    std::int64_t facts_revision = 0;  ///< How often facts were recorded.
    AccountEvidence account;
    MaybeHeld held_account;
    SentPayload sent;
    bool account_missing = false;  ///< There, though it is recorded here.
    bool check_asked = false;      ///< Whatever is seen next is an answer.
  };
  static Result<std::vector<Event>> decide(const State&, const Command&, const Context&,
                                           const Policy& = {});
  static State evolve(State, const Event&);
};
BOOST_DESCRIBE_STRUCT(Coach::State, (),
                      (id, person, school_name, region, division, metactf_user_id,
                       metactf_user_status, last_login_at, account_call, waiting_competitors,
                       waiting_teams, cleared_competitors, cleared_teams, team_names,
                       ended_name_requests, facts_revision, account, held_account, sent,
                       account_missing, check_asked))
static_assert(Decider<Coach>);

}  // namespace lockstep::domain
