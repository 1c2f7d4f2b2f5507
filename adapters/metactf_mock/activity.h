// POST /__admin/activity: somebody solves something, now or at a time of our choosing.
#pragma once
#include "adapters/metactf_mock/call.h"
#include "adapters/metactf_mock/world.h"

namespace lockstep::metactf_mock {

/// Body: `{synedUserId, solves, feed: odl|flash, at, event}`. `solves` (default 1, at most 1000)
/// new solves end at `at` (Unix seconds, default `now`), one second apart. Flash needs `event`, a
/// name; an event that nobody has taken part in yet starts an hour before `at`; 0 solves only
/// register. An `at` in the past is data that arrives late.
Answer add_activity(World& world, const std::string& body, std::int64_t now)
    LOCKSTEP_REQUIRES(world.mutex);

}  // namespace lockstep::metactf_mock
