// What follows from a call that was taken back: for the entity and for the read models alike.
#pragma once
#include <cstdint>

#include "events/failure_codes.h"
#include "events/vendor_types.h"

namespace lockstep::events {

/// The only attempt since the last success, and it never went out: it is as if there had been none.
inline bool was_taken_back(const CallFailure& failure, std::int64_t attempt) {
  return attempt == 1 && failure.code == kFactsChanged && failure.nothing_written.value_or(false);
}

}  // namespace lockstep::events
