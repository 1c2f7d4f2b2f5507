// A competitor's Flash CTF progress.
#pragma once
#include "engine/vendor/step.h"

namespace lockstep::vendor {

struct PollFlash {
  CallId call_id;
  CompetitorId competitor_id;
  NextStep start();
  NextStep on(const VendorAnswer& answer);
  /// See vendor::recall(). It changes nothing there, so nothing is left to find out.
  static bool recall() { return true; }
};

}  // namespace lockstep::vendor
