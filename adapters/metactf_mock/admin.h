// The mock's own routes under /__admin: reset, seed, activity, faults, and what it has seen.
#pragma once
#include "adapters/metactf_mock/call.h"
#include "adapters/metactf_mock/faults.h"
#include "adapters/metactf_mock/trace.h"
#include "adapters/metactf_mock/world.h"

namespace lockstep::metactf_mock {

struct AdminDesk {
  World& world;
  FaultPlanner& faults;
  Trace& trace;
};

/// `now` is in Unix seconds. Takes the world's mutex. Errors are `{detail: "text"}`.
Answer administer(const AdminDesk& desk, const Call& call, std::int64_t now);

/// Counts and full lists of users, teams and assignments, ids and states only, with how often each
/// was made. Takes the world's mutex.
boost::json::object state_json(World& world);

}  // namespace lockstep::metactf_mock
