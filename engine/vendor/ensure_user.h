// A coach or a competitor has an account: looked up, and made where there is none.
#pragma once
#include <optional>

#include "engine/vendor/step.h"

namespace lockstep::vendor {

/// Look the user up; on 404 record that a creation begins, then create them. For coaches and
/// competitors. Whose it is that was found is decided by them (engine/domain/found_account.h).
struct EnsureUser {
  CallId call_id;
  events::UserPayload payload;
  int writes = 0;
  bool looking = true;
  /// Says more than the 404 of a last look-up.
  std::optional<ports::VendorError> write_failed = {};
  /// The log says that this call has begun to create, in a process that died before it could tell
  /// more: whoever is found there counts as made by us, so that nothing that was disclosed is ever
  /// denied.
  bool may_have_written = false;
  bool look_only = false;  ///< Nothing is sent: it was, often enough.
  /// The payload no longer holds: it is not sent (again), but who may be there is looked for.
  bool recalled = false;
  bool begun = false;         ///< The log has it.
  bool perhaps_made = false;  ///< Of a write of ours nobody knows whether it was carried out.
  NextStep start();
  NextStep on(const VendorAnswer& answer);
  /// The log has it that the creation begins.
  NextStep recorded();
  /// See vendor::recall(). A look-up after a write is still of use.
  bool recall();

 private:
  NextStep on_look_up_failed(const ports::VendorError& error);
};

}  // namespace lockstep::vendor
