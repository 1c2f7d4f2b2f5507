// `lockstep migrate`: makes what is missing in Postgres and never breaks what is there.
#pragma once
#include <string>
#include <vector>

#include "events/result.h"

namespace lockstep::postgres {

struct MigrateReport {
  std::vector<std::string> applied;  ///< One line per step, in order; empty: nothing to do.
};

/// Idempotent, all or nothing, one at a time (advisory lock). A dry run plans in a read-only
/// transaction and carries nothing out. After a change to our tables the export starts again at
/// position 0. Tables that existed before stay the dashboard's (README.md).
Result<MigrateReport> migrate(const std::string& url, bool dry_run);

}  // namespace lockstep::postgres
