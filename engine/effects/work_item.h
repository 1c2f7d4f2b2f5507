// One piece of work whose turn has come, whole: whoever runs it has nothing to look up.
#pragma once
#include <string>
#include <variant>

#include "engine/any_command.h"
#include "engine/effects/work_key.h"
#include "engine/rate/lane.h"
#include "engine/vendor/operation.h"

namespace lockstep::effects {

/// What to do about it: something at the vendor, or a command to our own aggregate (a retry that is
/// due, a run that is to be asked for).
struct Undertaking {
  std::variant<vendor::VendorOperation, AnyCommand> operation;
  std::string correlation_id;
  std::string outcome_id;  ///< Command id of its outcomes, but for their number.
};

struct WorkItem {
  WorkKey key;
  rate::Lane lane{};
  Timestamp due{};     ///< 0: it was due at once.
  std::string tenant;  ///< Whose it is: a coach's id, or empty.
  Undertaking what;
};

}  // namespace lockstep::effects
