// What can be open at most once at the vendor.
#pragma once
#include <string>
#include <utility>

#include "projections/vendor_work/work_kind.h"

namespace lockstep::effects {

/// Stream and kind.
using WorkKey = std::pair<std::string, projections::WorkKind>;

/// The id in `<category>-<id>`.
inline std::string subject_id(const std::string& stream) {
  return stream.substr(stream.find('-') + 1);
}

}  // namespace lockstep::effects
