// A competitor is on the team that is wanted, or on none.
#pragma once
#include <cstdint>
#include <optional>

#include "engine/vendor/step.h"

namespace lockstep::vendor {

/// Make the user's team be `team_id`, or none.
struct SetAssignment {
  CallId call_id;
  CompetitorId competitor_id;
  std::optional<TeamId> team_id;
  bool may_be_so = false;  ///< It was tried before, and nobody knows how that ended: look first.
  bool may_have_written = false;  ///< As of EnsureUser.
  bool recalled = false;          ///< It is no longer wanted: nothing (more) is written.
  bool no_place = false;  ///< The team is full there: the user is not put on it, but may be on it.
  std::optional<ports::VendorError> refusal = {};  ///< Of putting the user on the team.
  int writes = 0;
  enum class Doing : std::uint8_t {
    assigning,
    unassigning,
    looking,
    looking_for_old_team,
    asking_who_is_unknown
  } doing{};
  NextStep start();
  NextStep on(const VendorAnswer& answer);
  /// See vendor::recall().
  bool recall();
};

}  // namespace lockstep::vendor
