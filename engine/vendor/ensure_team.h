// A team is at the vendor.
#pragma once
#include "engine/vendor/step.h"

namespace lockstep::vendor {

struct EnsureTeam {
  CallId call_id;
  events::TeamPayload payload;
  int writes = 0;
  bool may_have_written = false;  ///< As of EnsureUser.
  bool recalled = false;          ///< The payload no longer holds: it is not sent (again).
  NextStep start();
  NextStep on(const VendorAnswer& answer);
  /// See vendor::recall().
  bool recall() { return recalled = true; }
};

}  // namespace lockstep::vendor
