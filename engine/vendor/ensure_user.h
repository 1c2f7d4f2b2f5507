// A coach or a competitor has an account: looked up, and made where there is none.
#pragma once
#include <optional>

#include "engine/vendor/step.h"

namespace lockstep::vendor {

/// Look the user up; on 404 create them. For coaches and competitors.
struct EnsureUser {
  CallId call_id;
  events::UserPayload payload;
  int writes = 0;
  bool looking = true;
  /// Says more than the 404 of a last look-up.
  std::optional<ports::VendorError> write_failed = {};
  /// By a process that died before it could tell: whoever is found there counts as made by us,
  /// so that nothing that was disclosed is ever denied.
  bool may_have_written = false;
  /// The payload no longer holds: it is not sent (again), but who may be there is looked for.
  bool recalled = false;
  NextStep start();
  NextStep on(const VendorAnswer& answer);
  /// See vendor::recall(). A look-up after a write is still of use.
  bool recall();
};

}  // namespace lockstep::vendor
