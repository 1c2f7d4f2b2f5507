// Questions about what competitors have solved, and how fresh that is.
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "events/ids.h"
#include "events/result.h"
#include "projections/scores/rows.h"

namespace lockstep::ports {

/// Errc::unavailable when the store cannot be read.
class ScoresReader {
 public:
  ScoresReader() = default;
  ScoresReader(const ScoresReader&) = delete;
  ScoresReader& operator=(const ScoresReader&) = delete;
  virtual ~ScoresReader() = default;

  virtual Result<std::optional<projections::SyncStateRow>> sync_state(const CompetitorId& id) = 0;
  /// Of those of them that have one; any number.
  virtual Result<std::map<CompetitorId, projections::SyncStateRow>> sync_states(
      const std::vector<CompetitorId>& ids) = 0;
  virtual Result<std::optional<projections::StatsRow>> stats(const CompetitorId& id) = 0;
  virtual Result<std::vector<projections::FlashEventRow>> flash_events(const CompetitorId& id) = 0;
  /// Newest first, at most `limit`.
  virtual Result<std::vector<projections::SolveRow>> recent_solves(const CompetitorId& id,
                                                                   std::size_t limit) = 0;
};

}  // namespace lockstep::ports
