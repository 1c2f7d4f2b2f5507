// Reconciliations as the answers that admins see.
#pragma once
#include <vector>

#include "adapters/http/api/answers/drift.h"
#include "projections/rows.h"

namespace lockstep::http {

answers::DriftRun view(const projections::DriftRunRow& row);
std::vector<answers::DriftRemoval> view(const std::vector<projections::DriftRemovalRow>& rows);

}  // namespace lockstep::http
