#include "engine/process/reactions.h"

#include <iterator>

#include "engine/process/accounts.h"
#include "engine/process/onboarding.h"
#include "engine/process/roster.h"
#include "engine/process/scores.h"
#include "engine/process/team_names.h"

namespace lockstep::process {

namespace {

// Nothing follows from these elsewhere, although they are not quiet: states that are shown change.
using Final = boost::mp11::mp_list<
    events::CoachFactsRecorded, events::CoachAccountRequested, events::CoachAccountRecorded,
    events::CoachAccountFailed, events::CoachPlatformStatusRecorded,
    events::CompetitorFactsRecorded, events::CompetitorOnboardingParked,
    events::CompetitorOnboardingRequested, events::CompetitorOnboardingFailed,
    events::CompetitorPlatformStatusRecorded, events::CompetitorAssignmentRecorded,
    events::CompetitorRemoteTeamFound, events::ScoresBegun, events::ScoresSyncRequested,
    events::ScoresOdlRecorded, events::ScoresFlashRecorded, events::ScoresSyncFailed,
    events::TeamRemoteCreationRequested, events::TeamRemoteCreated,
    events::TeamRemoteCreationFailed, events::TeamRemoteMissing,
    events::TeamRemoteDeletionRequested, events::TeamRemoteDeleted,
    events::TeamRemoteDeletionFailed, events::PlatformReconciliationRequested,
    events::PlatformReconciliationRecorded, events::PlatformRemovalsRejected,
    events::PlatformRemovalsSuperseded, events::CoachAccountFound, events::CoachAccountAdopted,
    events::CoachAccountRejected, events::CoachAccountDiffers, events::CompetitorAccountFound,
    events::CompetitorAccountAdopted, events::CompetitorAccountRejected,
    events::CompetitorAccountDiffers, events::CoachAccountMissing,
    events::CompetitorOnboardingWithdrawn>;

void append(std::vector<Reaction>& to, std::vector<Reaction> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::string order_key(const events::AnyEvent& event) {
  return std::visit([]<class E>(const E& e) { return events::EventTraits<E>::order_key(e); },
                    event);
}

std::vector<Reaction> react(const events::AnyEvent& event) {
  return std::visit(
      []<class E>(const E& e) {
        constexpr bool kOnboarding = requires {
          onboarding::react(e);
        };
        constexpr bool kRoster = requires {
          roster::react(e);
        };
        constexpr bool kScores = requires {
          scores::react(e);
        };
        constexpr bool kNames = requires {
          team_names::react(e);
        };
        constexpr bool kAccounts = requires {
          accounts::react(e);
        };
        constexpr bool kReacts = kOnboarding || kRoster || kScores || kNames || kAccounts;
        constexpr bool kFinal = boost::mp11::mp_contains<Final, E>::value;
        static_assert(int{kReacts} + int{kFinal} + int{events::kIsQuiet<E>} == 1,
                      "say what follows from this event, name it in Final, or call it quiet");
        std::vector<Reaction> out;
        if constexpr (kOnboarding) append(out, onboarding::react(e));
        if constexpr (kRoster) append(out, roster::react(e));
        if constexpr (kScores) append(out, scores::react(e));
        if constexpr (kNames) append(out, team_names::react(e));
        if constexpr (kAccounts) append(out, accounts::react(e));
        return out;
      },
      event);
}

}  // namespace lockstep::process
