// A competitor: facts, onboarding, the desired and the remote team.
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
#include "engine/domain/onboarding_policy.h"
#include "events/codec.h"
#include "events/competitor_events.h"

namespace lockstep::domain {

/// The dashboard's facts, whole: what is absent is cleared.
struct RecordCompetitorFacts {
  CompetitorId competitor_id;
  CoachId coach_id;
  events::CompetitorPerson person;
  events::Division division{};
  bool is_active = true;
  bool profile_complete = false;
  bool compliance_complete = false;
  std::optional<std::string> compliance_date;
  std::optional<std::string> syned_school_id;
  std::optional<std::string> syned_region_id;
};
/// The dashboard's facts in part. Decided on what is recorded, so that whoever sends it need not
/// know that.
struct ChangeCompetitorFacts {
  CompetitorId competitor_id;
  std::optional<CoachId> only_of;  ///< Set when a coach asks: others' competitors are none to him.
  FactChange<CoachId> coach_id{};
  FactChange<std::string> first_name{};
  FactChange<std::string> last_name{};
  ClearableFactChange<std::string> email_personal{};
  ClearableFactChange<std::string> email_school{};
  ClearableFactChange<std::string> preferred_username{};
  FactChange<events::Division> division{};
  FactChange<bool> is_active{};
  FactChange<bool> profile_complete{};
  FactChange<bool> compliance_complete{};
  ClearableFactChange<std::string> compliance_date{};
  ClearableFactChange<std::string> syned_school_id{};
  ClearableFactChange<std::string> syned_region_id{};
};
/// "Add to Game Platform."
struct OnboardCompetitor {};
/// The coach's account is not (yet) there or not approved.
struct ParkOnboarding {
  std::optional<std::string> coach_status;
};
/// The coach's account allows it. School and region are the coach's, used when he has none.
struct ProceedOnboarding {
  CoachId coach_id;
  std::optional<std::string> coach_school;
  std::optional<std::string> coach_region;
};
struct RetryOnboarding {};  ///< By the timer: only when it is due.
struct RecordOnboardingOutcome {
  CallId call_id;
  std::variant<Account, events::CallFailure> outcome;
};
struct RequestTeam {
  TeamId team_id;
};
struct RecordTeamRefused {
  TeamId team_id;
  std::int64_t request_no{};
  std::string reason;
};
/// The team has taken him. Refused with Errc::conflict `team-request-superseded` when another team
/// was asked for since: the caller then takes him off this team again.
struct ConfirmTeam {
  TeamId team_id;
  std::int64_t request_no{};
};
/// The team has let him go.
struct LeaveTeam {
  TeamId team_id;
  std::int64_t request_no{};
};
/// The team exists at the vendor.
struct MarkTeamReady {
  TeamId team_id;
  std::int64_t request_no{};
};
/// Compare desired with remote team and call if they differ. `retry`: by the timer.
struct ConvergeAssignment {
  bool retry = false;
};
/// Somebody waits for his place on this team at the vendor. Where he has only been left on it until
/// his new team is there, he is taken off.
struct FreePlace {
  TeamId team_id;
};
struct RecordAssignmentOutcome {
  CallId call_id;
  std::optional<events::CallFailure> failure;  ///< None: the vendor has what the intent said.
};
/// The vendor's list has him on `team_id`, or on no team. Old news, and so nothing, once anything
/// about his teams has changed since it was compared.
struct RecordRemoteTeam {
  CallId found_by;
  std::optional<TeamId> team_id;
  std::int64_t team_changes{};
};
/// Let the vendor mail him a link to reset his password.
struct RequestPasswordReset {};
struct RecordPasswordResetOutcome {
  CallId call_id;
  std::optional<events::CallFailure> failure;  ///< None: the vendor took it.
};
struct RecordPlatformStatus {
  std::optional<std::string> metactf_user_status;
  std::optional<VendorTime> last_login_at;
};
using CompetitorCommand =
    std::variant<RecordCompetitorFacts, ChangeCompetitorFacts, OnboardCompetitor, ParkOnboarding,
                 ProceedOnboarding, RetryOnboarding, RecordOnboardingOutcome, RequestTeam,
                 RecordTeamRefused, ConfirmTeam, LeaveTeam, MarkTeamReady, ConvergeAssignment,
                 RecordAssignmentOutcome, RecordPlatformStatus, RecordRemoteTeam,
                 RequestPasswordReset, RecordPasswordResetOutcome, FreePlace>;

/// A coach's word that the competitor may go on, and what the coach lends him.
struct CoachClearance {
  std::optional<std::string> school;
  std::optional<std::string> region;
  bool operator==(const CoachClearance&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachClearance, (), (school, region))

/// Where the onboarding stands, beyond the status. Stored in snapshots by name.
enum class OnboardingPhase : std::uint8_t { none, wanted, parked, calling, failed, done };
BOOST_DESCRIBE_ENUM(OnboardingPhase, none, wanted, parked, calling, failed, done)

struct Competitor {
  static constexpr std::string_view kCategory = "competitor";
  using Command = CompetitorCommand;
  using Event = events::CompetitorEvent;
  using Policy = OnboardingPolicy;
  struct State {
    static constexpr std::string_view kType = "competitor.state.v3";
    CompetitorId id;  ///< Empty until facts are recorded.
    CoachId coach_id;
    Sealed<events::CompetitorPerson> person;
    events::Division division{};
    bool is_active = false;
    bool profile_complete = false;
    bool compliance_complete = false;
    std::optional<std::string> compliance_date;
    std::optional<std::string> syned_school_id;
    std::optional<std::string> syned_region_id;
    OnboardingPhase phase{};
    std::optional<std::string> parked_status;  ///< The coach's, when parked.
    bool coach_cleared = false;                ///< By the coach he has now.
    /// By coach id: each coach says it once, and holds to it when the competitor comes back.
    Sealed<std::map<std::string, CoachClearance>> clearances;
    OpenCall onboarding_call;
    Sealed<std::optional<std::string>> coach_school;
    std::optional<std::string> coach_region;
    std::optional<MetactfUserId> metactf_user_id;
    std::optional<std::string> metactf_user_status;
    std::optional<VendorTime> last_login_at;
    // Teams. The highest request_no holds; `team` is what is desired, `remote_team` what is known.
    std::int64_t request_no = 0;
    std::optional<TeamId> requested_team;  ///< Of the open request, until confirmed or refused.
    std::optional<TeamId> team;
    std::int64_t team_request_no = 0;  ///< Of the request that made `team`.
    bool team_ready = false;           ///< `team` exists at the vendor.
    std::optional<TeamId> remote_team;
    std::optional<TeamId> calling_team;  ///< What the open assignment call will make it.
    OpenCall assignment_call;
    std::int64_t team_changes = 0;  ///< How many events::CompetitorTeamChanges there were.
    std::optional<CallId> password_reset_call;  ///< Set while it is open.
    std::int64_t facts_revision = 0;            ///< How often facts were recorded.
  };
  static Result<std::vector<Event>> decide(const State&, const Command&, const Context&,
                                           const Policy& = {});
  static State evolve(State, const Event&);
};
BOOST_DESCRIBE_STRUCT(Competitor::State, (),
                      (id, coach_id, person, division, is_active, profile_complete,
                       compliance_complete, compliance_date, syned_school_id, syned_region_id,
                       phase, parked_status, coach_cleared, clearances, onboarding_call,
                       coach_school, coach_region, metactf_user_id, metactf_user_status,
                       last_login_at, request_no, requested_team, team, team_request_no, team_ready,
                       remote_team, calling_team, assignment_call, team_changes,
                       password_reset_call, facts_revision))
static_assert(Decider<Competitor>);

}  // namespace lockstep::domain
