// What the vendor says is wrong with a request (the contract's 422), without what it may repeat of
// the request: only words that are known beforehand.
#pragma once
#include <string>

namespace lockstep::metactf {

/// Up to five faults as `body.email (value_error), …`; `?` for each part that is no field of the
/// contract and no common kind of error. Empty: the body tells none.
std::string faults_in(const std::string& body);

}  // namespace lockstep::metactf
