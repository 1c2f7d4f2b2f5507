#include "events/vendor_types.h"

#include <algorithm>
#include <string_view>

#include "base/uuid.h"
#include "events/codec.h"

namespace lockstep::events {

std::string solve_key(const Solve& solve) {
  return std::string(enum_name(solve.source)) + '|' + solve.event_id + '|' +
         std::to_string(solve.challenge_solve_id) + '|' + std::to_string(solve.challenge_id) + '|' +
         std::to_string(solve.solved_at.value);
}

bool is_odd(const OddMembers& odd, std::string_view name) {
  return odd && std::ranges::find(*odd, name) != odd->end();
}

bool is_incomplete(const Solve& solve) {
  return is_odd(solve.odd, "challenge_title") || is_odd(solve.odd, "challenge_points") ||
         is_odd(solve.odd, "challenge_category");
}

std::string flash_event_id(const std::string& name, VendorTime started_at) {
  // Ours, made once at random: ids of Flash CTF events live in a space of their own.
  constexpr std::string_view kNamespace = "6f6bb0c4-3c0f-4d5f-9a0e-5a1f2c3d4e5f";
  return base::uuid5(kNamespace, name + "\n" + std::to_string(started_at.value));
}

}  // namespace lockstep::events
