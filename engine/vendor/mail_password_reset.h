// The mail with a password reset.
#pragma once
#include "engine/vendor/step.h"

namespace lockstep::vendor {

/// At most one call, ever: a mail cannot be taken back, there is no look-up that would tell whether
/// it went out, and a person can ask again.
struct MailPasswordReset {
  CallId call_id;
  CompetitorId competitor_id;
  bool may_have_been_sent = false;  ///< By a process that died before it could tell.
  bool recalled = false;            ///< Nobody is to get it any more.
  NextStep start();
  NextStep on(const VendorAnswer& answer);
  /// See vendor::recall().
  bool recall() { return recalled = true; }
};

}  // namespace lockstep::vendor
