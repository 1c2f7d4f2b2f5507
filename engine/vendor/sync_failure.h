// How a poll that failed is reported.
#pragma once
#include "engine/vendor/step.h"

namespace lockstep::vendor {

/// The answer is about another account than the competitor's: nothing of it is theirs.
Outcome other_account(const CompetitorId& id, const CallId& call, events::Feed feed);

Outcome sync_failure(const CompetitorId& id, const CallId& call, events::Feed feed,
                     const ports::VendorError& error);

}  // namespace lockstep::vendor
