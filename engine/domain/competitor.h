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
#include "engine/domain/competitor_commands.h"
#include "engine/domain/found_account.h"
#include "engine/domain/onboarding_policy.h"
#include "events/codec.h"
#include "events/competitor_events.h"

namespace lockstep::domain {

/// A coach's word that the competitor may go on, and what the coach lends.
struct CoachClearance {
  std::optional<std::string> school;
  std::optional<std::string> region;
  bool operator==(const CoachClearance&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachClearance, (), (school, region))

/// Where the onboarding stands, beyond the status. Stored in snapshots by name.
enum class OnboardingPhase : std::uint8_t { none, wanted, parked, calling, failed, done };
BOOST_DESCRIBE_ENUM(OnboardingPhase, none, wanted, parked, calling, failed, done)

/// Nothing about who is inactive is sent to the vendor, unless it takes them off something there.
extern const Error kInactiveCompetitor;

struct Competitor {
  static constexpr std::string_view kCategory = "competitor";
  using Command = CompetitorCommand;
  using Event = events::CompetitorEvent;
  using Policy = OnboardingPolicy;
  struct State {
    static constexpr std::string_view kType = "competitor.state.v5";
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
    bool coach_cleared = false;                ///< By the current coach.
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
    AccountEvidence account;
    MaybeHeld held_account;
    SentPayload sent;
    /// How often one that was made up from these names was refused as another's.
    std::int64_t usernames_taken = 0;
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
                       password_reset_call, facts_revision, account, held_account, sent,
                       usernames_taken))
static_assert(Decider<Competitor>);

}  // namespace lockstep::domain
