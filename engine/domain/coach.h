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
#include "engine/domain/facts_change.h"
#include "events/coach_events.h"
#include "events/codec.h"

namespace lockstep::domain {

/// The dashboard's facts, whole: what is absent is cleared.
struct RecordCoachFacts {
  CoachId coach_id;
  events::CoachPerson person;
  std::optional<std::string> school_name;
  std::optional<std::string> region;
  std::optional<events::Division> division;
};
/// The dashboard's facts in part, decided on what is recorded.
struct ChangeCoachFacts {
  CoachId coach_id;
  FactChange<std::string> email{};
  FactChange<std::string> first_name{};
  FactChange<std::string> last_name{};
  ClearableFactChange<std::string> school_name{};
  ClearableFactChange<std::string> region{};
  ClearableFactChange<events::Division> division{};
};
/// "There should be an account." `retry`: asked by the timer, so only when it is due.
struct EnsureCoachAccount {
  bool retry = false;
};
struct RecordCoachAccountOutcome {
  CallId call_id;
  std::variant<Account, events::CallFailure> outcome;
};
/// What a look-up of the account said. Only a change becomes an event.
struct RecordCoachPlatformStatus {
  std::optional<std::string> metactf_user_status;
  std::optional<VendorTime> last_login_at;
};
/// A competitor or a team asks for the account; it is cleared now or when the account allows it. It
/// waits for a coach we have never heard of, too: his facts may come later.
struct ClearDependent {
  CoachId coach_id;
  events::DependentKind kind{};
  std::string dependent_id;
};
/// A team asks for its name, by number. Held means: no other team of the coach gets it until it is
/// released. An answer, yes or no, holds for ever: the same number is never decided twice.
struct HoldTeamName {
  CoachId coach_id;
  TeamId team_id;
  std::int64_t request_no{};
  std::string name;
};
/// The request is over; without a number all of this team's are: it is deleted.
struct ReleaseTeamName {
  TeamId team_id;
  std::optional<std::int64_t> request_no;
};
using CoachCommand =
    std::variant<RecordCoachFacts, ChangeCoachFacts, EnsureCoachAccount, RecordCoachAccountOutcome,
                 RecordCoachPlatformStatus, ClearDependent, HoldTeamName, ReleaseTeamName>;

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
  struct State {
    static constexpr std::string_view kType = "coach.state.v2";
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
  };
  static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
  static State evolve(State, const Event&);
};
BOOST_DESCRIBE_STRUCT(Coach::State, (),
                      (id, person, school_name, region, division, metactf_user_id,
                       metactf_user_status, last_login_at, account_call, waiting_competitors,
                       waiting_teams, cleared_competitors, cleared_teams, team_names,
                       ended_name_requests, facts_revision))
static_assert(Decider<Coach>);

}  // namespace lockstep::domain
