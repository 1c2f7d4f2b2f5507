// What the vendor has of somebody, for all we know.
#pragma once
#include <optional>

#include "events/ids.h"
#include "events/result.h"
#include "projections/disclosed/rows.h"

namespace lockstep::ports {

/// Errc::unavailable when the store cannot be read.
class DisclosedReader {
 public:
  DisclosedReader() = default;
  DisclosedReader(const DisclosedReader&) = delete;
  DisclosedReader& operator=(const DisclosedReader&) = delete;
  virtual ~DisclosedReader() = default;

  /// Of one coach, competitor or team.
  virtual Result<std::optional<projections::DisclosedRow>> disclosed(const StreamId& stream) = 0;
};

}  // namespace lockstep::ports
