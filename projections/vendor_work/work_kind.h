// The kinds of work at the vendor that can be open for a stream. Stored by name in `open_work`.
#pragma once
#include <cstdint>

#include <boost/describe.hpp>

namespace lockstep::projections {

enum class WorkKind : std::uint8_t {
  call_coach_account,   ///< Open intent: CoachAccountRequested.
  call_onboarding,      ///< Open intent: CompetitorOnboardingRequested.
  call_assignment,      ///< Open intent: CompetitorAssignmentRequested.
  call_team_creation,   ///< Open intent: TeamRemoteCreationRequested.
  call_team_deletion,   ///< Open intent: TeamRemoteDeletionRequested.
  retry_coach_account,  ///< not_before: CoachAccountFailed::retry_at.
  retry_onboarding,     ///< not_before: CompetitorOnboardingFailed::retry_at.
  retry_assignment,     ///< not_before: CompetitorAssignmentFailed::retry_at.
  retry_team_creation,  ///< not_before: TeamRemoteCreationFailed::retry_at.
  retry_team_deletion,  ///< not_before: TeamRemoteDeletionFailed::retry_at.
  check_coach_status,   ///< Somebody waits for this coach's approval. last_at: when we last heard.
  poll_odl,             ///< Onboarded. last_at: last answer; not_before: after a failure.
  poll_totals,          ///< Totals are older than the newest solve; gone when they are not.
  poll_flash,           ///< Onboarded. last_at: last answer; not_before: after a failure.
  call_reconciliation,  ///< Open intent: PlatformReconciliationRequested.
  reconcile,            ///< Somebody is onboarded. last_at: when a run was last asked for.
  call_password_reset   ///< Open intent: CompetitorPasswordResetRequested.
};
BOOST_DESCRIBE_ENUM(WorkKind, call_coach_account, call_onboarding, call_assignment,
                    call_team_creation, call_team_deletion, retry_coach_account, retry_onboarding,
                    retry_assignment, retry_team_creation, retry_team_deletion, check_coach_status,
                    poll_odl, poll_totals, poll_flash, call_reconciliation, reconcile,
                    call_password_reset)

}  // namespace lockstep::projections
