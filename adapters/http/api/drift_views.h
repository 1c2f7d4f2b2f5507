// Reconciliations as the JSON that admins see. Names of members are defined here.
#pragma once
#include <vector>

#include <boost/json.hpp>

#include "projections/rows.h"

namespace lockstep::http {

boost::json::object view(const projections::DriftRunRow& row);
boost::json::array view(const std::vector<projections::DriftRemovalRow>& rows);

}  // namespace lockstep::http
