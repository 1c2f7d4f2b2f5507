// A team is not at the vendor any more.
#pragma once
#include <optional>

#include "engine/vendor/step.h"

namespace lockstep::vendor {

struct EnsureNoTeam {
  CallId call_id;
  TeamId team_id;
  std::optional<ports::VendorError> refusal = {};  ///< Then the list tells who is still on it.
  int writes = 0;
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

}  // namespace lockstep::vendor
