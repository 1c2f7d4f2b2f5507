// What an answer about a user tells, and what of it is odd and tells nothing.
#pragma once
#include "engine/ports/metactf_api.h"

namespace lockstep::vendor {

/// False: the status is there and cannot be read, so it is neither that one nor none.
inline bool tells_status(const ports::VendorUser& user) {
  return !events::is_odd(user.odd, "metactf_user_status");
}
inline bool tells_login(const ports::VendorUser& user) {
  return !events::is_odd(user.odd, "last_login_unix_timestamp");
}
/// Without its number an account cannot be recorded.
inline bool tells_number(const ports::VendorUser& user) {
  return !events::is_odd(user.odd, "metactf_user_id");
}

}  // namespace lockstep::vendor
