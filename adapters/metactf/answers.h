// The vendor's answers, from JSON text to the port's structs (contract.md, R / nullable / absent).
// Unknown fields never fail a call: they are kept in `raw` where there is one, and counted. Nor do
// odd ones: only without what says about whom or what it is nothing can be made of an answer, or of
// a row.
#pragma once
#include <string>

#include <boost/outcome.hpp>

#include "engine/ports/metactf_api.h"

namespace lockstep::metactf {

/// What is wrong with an answer: the names of fields, never their values.
struct Problem {
  std::string text;
};

template <class T>
using Parsed = boost::outcome_v2::basic_result<T, Problem, boost::outcome_v2::policy::terminate>;

/// None of them takes `"success": false` for a success.

/// Any JSON, or nothing at all.
Parsed<void> read_anything(const std::string& body);
Parsed<ports::VendorUser> read_user(const std::string& body);
Parsed<ports::VendorTeam> read_team(const std::string& body);
Parsed<ports::VendorAssignment> read_assignment(const std::string& body);
Parsed<ports::VendorAssignments> read_assignments(const std::string& body);
Parsed<ports::OdlScores> read_odl_scores(const std::string& body);
Parsed<ports::FlashProgress> read_flash_progress(const std::string& body);

}  // namespace lockstep::metactf
