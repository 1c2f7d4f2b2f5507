// The rules of a competitor, by concern. Internal to engine/domain/competitor*.cc.
#pragma once
#include <vector>

#include "engine/domain/competitor.h"

namespace lockstep::domain::competitor_rules {

using State = Competitor::State;
using Events = std::vector<Competitor::Event>;

/// Of a decision that may disclose.
struct PolicyContext : Context {
  OnboardingPolicy policy;
};

extern const Error kUnknownCompetitor;
extern const Error kNotOnboarded;

// competitor_onboarding.cc
Result<Events> record_facts(const State&, const RecordCompetitorFacts&, const PolicyContext&);
Result<Events> change_facts(const State&, const ChangeCompetitorFacts&, const PolicyContext&);
Result<Events> onboard(const State&, const OnboardCompetitor&, const PolicyContext&);
Result<Events> withdraw_onboarding(const State&);
Result<Events> park(const State&, const ParkOnboarding&);
Result<Events> proceed(const State&, const ProceedOnboarding&, const PolicyContext&);
Result<Events> retry_onboarding(const State&, const RetryOnboarding&, const PolicyContext&);
Result<Events> record_onboarding(const State&, const RecordOnboardingOutcome&,
                                 const PolicyContext&);
Result<Events> record_status(const State&, const RecordPlatformStatus&);
/// What a call would send, by the policy. Needs an address to send (user_payload.h).
events::UserPayload payload_of(const State&, const PolicyContext&);
/// It opens the call.
events::CompetitorOnboardingRequested onboarding_request(const State&, const PolicyContext&);
/// Likewise, of somebody who asks for it: it is sent, however often it was.
events::CompetitorOnboardingRequested onboarding_asked_for(const State&, const PolicyContext&);
/// Wanted, allowed, possible, and nothing under way: then there has to be a call.
bool onboarding_is_due(const State&, const PolicyContext&);

// competitor_account.cc
Result<Events> begin_creation(const State&, const BeginCreation&);
Result<Events> adopt_account(const State&, const AdoptAccount&, const PolicyContext&);
Result<Events> reject_account(const State&, const RejectAccount&);
/// Of who is on the platform: the vendor answers about this account.
Events seen_account(const State&, const MetactfUserId&);
/// The account that a look-up found waits for an admin.
events::CompetitorAccountFound account_found(const State&, const CallId&, const Account&,
                                             const PolicyContext&);
/// What is held of `now` is another comparison than of `before`.
std::optional<events::CompetitorAccountFound> account_compared_anew(const State& before,
                                                                    const State& now,
                                                                    const PolicyContext&);

// competitor_team.cc
Result<Events> request_team(const State&, const RequestTeam&);
Result<Events> refuse_team(const State&, const RecordTeamRefused&);
Result<Events> confirm_team(const State&, const ConfirmTeam&, const Context&);
Result<Events> leave_team(const State&, const LeaveTeam&, const Context&);
Result<Events> mark_team_ready(const State&, const MarkTeamReady&, const Context&);
Result<Events> converge_assignment(const State&, const ConvergeAssignment&, const Context&);
Result<Events> free_place(const State&, const FreePlace&, const Context&);
Result<Events> record_assignment(const State&, const RecordAssignmentOutcome&, const Context&);
Result<Events> record_remote_team(const State&, const RecordRemoteTeam&, const Context&);
/// The events so far, and the call that makes the vendor's team the desired one, if it is needed.
Events with_assignment(const State& before, Events so_far, const Context& context);

// competitor_password.cc
Result<Events> request_password_reset(const State&, const Context&);
Result<Events> record_password_reset(const State&, const RecordPasswordResetOutcome&);

}  // namespace lockstep::domain::competitor_rules
