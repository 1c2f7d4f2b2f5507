// Answers that are not as the contract says in some of their parts: what our reader must take but
// for these.
#pragma once
#include <boost/json.hpp>

#include "adapters/metactf_mock/faults.h"

namespace lockstep::metactf_mock {

/// The same answer and seed give the same oddities. What says about whom or what an answer is (the
/// ids at its top) stays, but for its case.
void make_odd(boost::json::value& answer, const Oddities& odd);

}  // namespace lockstep::metactf_mock
