// The rules of a coach's account. Internal to engine/domain/coach*.cc.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "engine/domain/coach.h"

namespace lockstep::domain::coach_rules {

using State = Coach::State;
using Events = std::vector<Coach::Event>;

extern const Error kUnknownCoach;

void append(Events& to, Events from);
/// The account needs these facts.
bool complete(const State&);
/// What would be sent now.
events::UserPayload payload_of(const State&);
/// As of a competitor (competitor_rules.h).
std::optional<events::CoachAccountFound> account_compared_anew(const State& before,
                                                               const State& now);
/// It opens the call.
events::CoachAccountRequested account_request(const State&, const Context&);
/// Wanted and not so, nothing under way, and nobody has to decide first.
bool account_is_wanted(const State&);
/// These may go on.
Events cleared(const State&, events::DependentKind, const std::set<std::string>& ids);

Result<Events> ensure_account(const State&, const EnsureCoachAccount&, const Context&);
Result<Events> record_outcome(const State&, const RecordCoachAccountOutcome&, const Context&,
                              const OnboardingPolicy&);
Result<Events> record_status(const State&, const RecordCoachPlatformStatus&);
Result<Events> record_missing(const State&);
Result<Events> begin_creation(const State&, const BeginCoachCreation&);
Result<Events> adopt_account(const State&, const AdoptCoachAccount&, const Context&);
Result<Events> reject_account(const State&, const RejectCoachAccount&);

}  // namespace lockstep::domain::coach_rules
