// What is still to be done at the vendor? The effect pump has no other table of pending work.
#pragma once
#include "projections/projection.h"
#include "projections/vendor_work/rows.h"

namespace lockstep::projections {

/// No work begins or ends with these. Whatever is not named here has a fold.
using EventsWithoutWork =
    Handles<events::CoachDependentCleared, events::CoachTeamNameHeld, events::CoachTeamNameRefused,
            events::CoachTeamNameReleased, events::TeamNameRequested, events::TeamNameRefused,
            events::TeamMemberRefused, events::CompetitorOnboardingWanted,
            events::CompetitorOnboardingParked, events::CompetitorPlatformStatusRecorded,
            events::CompetitorTeamRequested, events::CompetitorTeamRefused,
            events::CompetitorTeamReady, events::TeamRemoteMissing, events::TeamMemberAdded,
            events::TeamMemberRemoved, events::TeamMemberCleared, events::CompetitorRemoteTeamFound,
            events::PlatformRemovalsApproved, events::PlatformRemovalsRejected,
            events::PlatformRemovalsSuperseded, events::PlatformAccountsDecided,
            events::CoachAccountAdopted, events::CoachAccountRejected, events::CoachAccountDiffers,
            events::CompetitorAccountAdopted, events::CompetitorAccountRejected>;

struct OpenWork {
  using Inputs =
      boost::mp11::mp_apply<boost::mp11::mp_list,
                            boost::mp11::mp_set_difference<events::AllEvents, EventsWithoutWork>>;
  static void apply(const WorkRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
