// Has the vendor approved a coach?
#pragma once
#include "engine/vendor/step.h"

namespace lockstep::vendor {

struct CheckCoachStatus {
  CoachId coach_id;
  NextStep start();
  /// No outcome when the look-up failed: absence is not evidence.
  NextStep on(const VendorAnswer& answer);
};

}  // namespace lockstep::vendor
