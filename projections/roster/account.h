// The columns of an account at the vendor, as coaches and competitors have them.
#pragma once
#include <optional>
#include <string>

#include "events/ids.h"
#include "projections/tables/call_error.h"

namespace lockstep::projections {

/// Some say 0 of who has never logged in.
inline std::optional<VendorTime> login_of(std::optional<VendorTime> told) {
  return told && told->value > 0 ? told : std::nullopt;
}

/// It is there, under our id, as the event says; in step since `at`.
template <class Row, class E>
void set_account(Row& row, const std::string& our_id, const E& e, Timestamp at) {
  row.game_platform_id = our_id;
  row.metactf_user_id = e.metactf_user_id;
  row.metactf_username.reset();
  if (e.metactf_username.readable()) row.metactf_username = e.metactf_username.reveal();
  row.metactf_user_status = e.metactf_user_status;
  row.last_login_at = login_of(e.last_login_at);
  set_synced(row, at);
}

}  // namespace lockstep::projections
