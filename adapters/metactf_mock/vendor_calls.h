// The vendor's calls, one function each (contract.md), executed on the World. The caller holds the
// world's mutex.
#pragma once
#include "adapters/metactf_mock/call.h"
#include "adapters/metactf_mock/world.h"

namespace lockstep::metactf_mock {

/// Finds the call by method and path, checks the token and executes it. 404 and 405 as FastAPI
/// does.
Answer execute(World& world, const Call& call);

Answer get_index(World& world, const Call& call);                  // 1
Answer get_user(World& world, const Call& call);                   // 2
Answer create_user(World& world, const Call& call);                // 3
Answer create_team(World& world, const Call& call);                // 4
Answer delete_team(World& world, const Call& call);                // 5
Answer assign_team(World& world, const Call& call);                // 6
Answer delete_assignment(World& world, const Call& call);          // 7
Answer get_team_assignments(World& world, const Call& call);       // 8
Answer get_odl_scores(World& world, const Call& call);             // 9
Answer get_flash_ctf_progress(World& world, const Call& call);     // 10
Answer send_password_reset_email(World& world, const Call& call);  // 11

/// `approved` and `user_created` may take part; everybody else waits or was denied.
bool may_take_part(const UserRecord& user);

}  // namespace lockstep::metactf_mock
