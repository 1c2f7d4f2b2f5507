// Questions about what is open at the vendor.
#pragma once
#include <optional>
#include <vector>

#include "events/ids.h"
#include "events/result.h"
#include "projections/vendor_work/rows.h"

namespace lockstep::ports {

/// Everything still to be done at the vendor, and who may be where there, from one transaction.
struct OpenWork {
  std::vector<projections::OpenWorkRow> rows;
  std::vector<projections::AssignmentRow> assignments;
  Position position{};  ///< What this was true at.
};

/// Errc::unavailable when the store cannot be read.
class WorkReader {
 public:
  WorkReader() = default;
  WorkReader(const WorkReader&) = delete;
  WorkReader& operator=(const WorkReader&) = delete;
  virtual ~WorkReader() = default;

  virtual Result<OpenWork> open_work() = 0;
  /// That of one coach, competitor or team, by kind.
  virtual Result<std::vector<projections::OpenWorkRow>> open_work_of(const StreamId& stream) = 0;
  virtual Result<std::optional<projections::AssignmentRow>> assignment(const CompetitorId& id) = 0;
};

}  // namespace lockstep::ports
