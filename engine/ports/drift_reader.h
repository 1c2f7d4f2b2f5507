// Questions about reconciliations: what they found, what they hold.
#pragma once
#include <optional>
#include <vector>

#include "events/ids.h"
#include "events/result.h"
#include "projections/drift/rows.h"

namespace lockstep::ports {

/// Errc::unavailable when the store cannot be read.
class DriftReader {
 public:
  DriftReader() = default;
  DriftReader(const DriftReader&) = delete;
  DriftReader& operator=(const DriftReader&) = delete;
  virtual ~DriftReader() = default;

  virtual Result<std::optional<projections::DriftRunRow>> drift_run(const CallId& id) = 0;
  virtual Result<std::optional<projections::DriftRunRow>> newest_drift_run() = 0;
  /// The newest that was held of this competitor.
  virtual Result<std::optional<projections::DriftRemovalRow>> drift_removal(
      const CompetitorId& competitor) = 0;
  /// By competitor, those of `run`; of any run and still held when that is empty. All of them: a
  /// run holds a bounded number, and a newer one makes the older ones' void.
  virtual Result<std::vector<projections::DriftRemovalRow>> drift_removals(
      const std::optional<CallId>& run) = 0;
};

}  // namespace lockstep::ports
