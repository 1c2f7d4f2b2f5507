// How a poll that failed is reported.
#pragma once
#include "engine/vendor/step.h"

namespace lockstep::vendor {

Outcome sync_failure(const CompetitorId& id, const CallId& call, events::Feed feed,
                     const ports::VendorError& error);

}  // namespace lockstep::vendor
