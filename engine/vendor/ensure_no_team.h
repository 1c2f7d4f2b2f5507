// A team is not at the vendor any more.
#pragma once
#include "engine/vendor/step.h"

namespace lockstep::vendor {

struct EnsureNoTeam {
  CallId call_id;
  TeamId team_id;
  int writes = 0;
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

}  // namespace lockstep::vendor
