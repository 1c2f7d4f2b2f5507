// The mock's own routes under /__admin: reset, seed, activity, faults, and what it has seen.
#pragma once
#include <span>
#include <string_view>

#include "adapters/metactf_mock/call.h"
#include "adapters/metactf_mock/faults.h"
#include "adapters/metactf_mock/trace.h"
#include "adapters/metactf_mock/world.h"

namespace lockstep::metactf_mock {

struct AdminDesk {
  World& world;
  FaultPlanner& faults;
  Trace& trace;
  /// What seeding takes for a size or a seed that it is not told, and where it puts the times.
  const Origin& defaults;
};

/// A stream, which MockServer answers itself.
inline constexpr std::string_view kEventsPath = "/__admin/events";

struct AdminRoute {
  std::string_view method;
  std::string_view path;  ///< `{dataset}` at the end stands for any text.
  std::string_view help;
  Answer (*execute)(const AdminDesk&, const Call&);
};
std::span<const AdminRoute> admin_routes();

/// `now` is in Unix seconds. Errors are `{detail: "text"}`.
Answer administer(const AdminDesk& desk, const Call& call, std::int64_t now)
    LOCKSTEP_EXCLUDES(desk.world.mutex);

/// Counts and full lists of users, teams and assignments, ids and states only, with how often each
/// was made. Throws StoreFailed.
boost::json::object state_json(World& world) LOCKSTEP_REQUIRES_SHARED(world.mutex);

}  // namespace lockstep::metactf_mock
