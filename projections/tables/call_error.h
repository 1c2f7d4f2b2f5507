// The error columns that every row about something at the vendor has. An error stands until the
// next success; clearing it is as explicit as setting it (lessons.md, "clearing is an event").
#pragma once
#include "events/ids.h"
#include "events/vendor_types.h"

namespace lockstep::projections {

template <class Row>
void set_call_error(Row& row, const events::CallFailure& failure) {
  row.game_platform_sync_error = failure.message;
  row.game_platform_sync_error_code = failure.code;
  row.game_platform_sync_remedy = failure.remedy;
}

template <class Row>
void clear_call_error(Row& row) {
  row.game_platform_sync_error.reset();
  row.game_platform_sync_error_code.reset();
  row.game_platform_sync_remedy.reset();
}

/// The vendor has confirmed: no error, and in step since `at`.
template <class Row>
void set_synced(Row& row, Timestamp at) {
  clear_call_error(row);
  row.game_platform_synced_at = at;
}

}  // namespace lockstep::projections
