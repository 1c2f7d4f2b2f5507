// Our roster compared with the vendor's list: for real, or to see what would happen.
#pragma once
#include <optional>

#include "engine/process/reconciliation.h"
#include "engine/vendor/step.h"

namespace lockstep::vendor {

/// What a reconciliation compares the vendor's list with.
struct Comparison {
  CallId run_id;
  Position as_of{};  ///< The end of the log when the list was asked for.
  process::RemovalLimits limits;
  std::optional<process::Roster>
      roster;  ///< As it is when the list has come; none: it cannot be read.
};

/// Compare everybody's desired team with the vendor's list, and tell those who differ.
struct Reconcile {
  Comparison run;
  bool by_clock = false;  ///< Nobody asked for this run: without news it leaves no event.
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

/// The same plan by another executor: what these two return cannot change anything.
struct ReconcileDryRun {
  Comparison run;
  static_assert(!GetAssignments::kWrites);
  [[nodiscard]] GetAssignments start() const;
  [[nodiscard]] domain::RecordReconciliation on(const VendorAnswer& answer) const;
};

}  // namespace lockstep::vendor
