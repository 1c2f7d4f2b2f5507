// The vendor's calls, one function each (contract.md), executed on the World.
#pragma once
#include "adapters/metactf_mock/call.h"
#include "adapters/metactf_mock/world.h"

namespace lockstep::metactf_mock {

/// Finds the call by method and path, checks the token and executes it. 404 and 405 as FastAPI
/// does. For a call that is no GET the mutex is held alone.
Answer execute(World& world, const Call& call) LOCKSTEP_REQUIRES_SHARED(world.mutex);

// Calls 1, 2 and 8 to 10 only read.
Answer get_index(World& world, const Call& call) LOCKSTEP_REQUIRES_SHARED(world.mutex);
Answer get_user(World& world, const Call& call) LOCKSTEP_REQUIRES_SHARED(world.mutex);
Answer get_team_assignments(World& world, const Call& call) LOCKSTEP_REQUIRES_SHARED(world.mutex);
Answer get_odl_scores(World& world, const Call& call) LOCKSTEP_REQUIRES_SHARED(world.mutex);
Answer get_flash_ctf_progress(World& world, const Call& call) LOCKSTEP_REQUIRES_SHARED(world.mutex);

// Calls 3 to 7 and 11 may change something.
Answer create_user(World& world, const Call& call) LOCKSTEP_REQUIRES(world.mutex);
Answer create_team(World& world, const Call& call) LOCKSTEP_REQUIRES(world.mutex);
Answer delete_team(World& world, const Call& call) LOCKSTEP_REQUIRES(world.mutex);
Answer assign_team(World& world, const Call& call) LOCKSTEP_REQUIRES(world.mutex);
Answer delete_assignment(World& world, const Call& call) LOCKSTEP_REQUIRES(world.mutex);
Answer send_password_reset_email(World& world, const Call& call) LOCKSTEP_REQUIRES(world.mutex);

/// `approved` and `user_created` may take part; everybody else waits or was denied.
bool may_take_part(const UserRecord& user);

}  // namespace lockstep::metactf_mock
