// A team is at the vendor.
#pragma once
#include "engine/vendor/step.h"

namespace lockstep::vendor {

struct EnsureTeam {
  CallId call_id;
  events::TeamPayload payload;
  int writes = 0;
  bool may_have_written = false;  ///< As of EnsureUser.
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

}  // namespace lockstep::vendor
