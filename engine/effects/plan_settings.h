// What of the settings decides about the work at the vendor.
#pragma once
#include <chrono>
#include <cstddef>

#include "engine/process/reconciliation.h"
#include "projections/vendor_work/work_due.h"

namespace lockstep::effects {

struct PlanSettings {
  projections::WorkIntervals intervals;
  std::chrono::seconds cursor_overlap{600};
  process::RemovalLimits removal_limits{};
  std::size_t max_in_flight = 64;
};

}  // namespace lockstep::effects
