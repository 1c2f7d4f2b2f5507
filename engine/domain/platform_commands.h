// What the platform as a whole can be asked or told.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/drift_plan.h"
#include "events/found_account.h"
#include "events/ids.h"

namespace lockstep::domain {

/// `run_id` is the caller's to choose, so that the same request is the same run.
struct RequestReconciliation {
  CallId run_id;
  bool dry_run = false;
};
/// Of a run that somebody asked for, always; of one by the clock only what is not known yet.
struct RecordReconciliation {
  CallId run_id;
  events::DriftPlan plan;
  bool by_clock = false;
};
/// Of the newest run: this competitor's removal, or all that nobody has decided about.
struct ApproveRemovals {
  CallId run_id;
  std::optional<CompetitorId> competitor_id;
};
struct RejectRemovals {
  CallId run_id;
  std::optional<CompetitorId> competitor_id;
};
/// About all of these, found and held, at once. Each of them decides anew whether it is still so.
struct DecideAccounts {
  CallId decision_id;  ///< The caller's to choose.
  events::AccountDecision decision{};
  std::vector<std::string> same;
  std::vector<events::FoundAccount> found;
};
using PlatformCommand = std::variant<RequestReconciliation, RecordReconciliation, ApproveRemovals,
                                     RejectRemovals, DecideAccounts>;

}  // namespace lockstep::domain
